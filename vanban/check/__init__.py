"""The check of thể thức: a document as it lies on its pages → what is wrong with it, by clause."""
