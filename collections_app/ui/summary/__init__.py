"""集計: the supervisor's summary of a fiscal year."""
