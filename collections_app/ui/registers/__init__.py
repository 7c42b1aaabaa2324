"""Registers (台帳): all records of one kind in a table, filtered, sorted and summed by the database."""
