"""The page on which a new 代位弁済 is typed whole."""
