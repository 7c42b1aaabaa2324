"""Rules as data, each with article and date."""
