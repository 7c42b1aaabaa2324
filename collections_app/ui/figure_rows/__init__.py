"""The very rows behind a figure."""
