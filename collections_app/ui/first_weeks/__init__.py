"""The page of the first weeks of new claims."""
