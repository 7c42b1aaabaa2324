"""What is about the database but is no program code: migrations and reference data."""
