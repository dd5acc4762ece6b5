"""Vietnamese writing: text, old encodings, names, numbers. Text comes in, text goes out."""
