"""The claim page: one claim as of one day, read like a chart."""
