"""The promised speeds, measured against their floors: `python -m tests.bench`."""
