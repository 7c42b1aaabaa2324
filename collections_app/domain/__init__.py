"""The rules: plain Python, no Qt, no SQL, no clock, no file."""
