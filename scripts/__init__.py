"""Programs for the people who change Vanban; nothing in `vanban/` knows of them."""
