"""Entry and correction of every record: a form made from the columns of its table, on a sheet at the right."""
