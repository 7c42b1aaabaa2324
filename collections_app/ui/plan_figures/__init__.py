"""The plan of a year by figure and month."""
