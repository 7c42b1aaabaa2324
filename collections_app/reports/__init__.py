"""Shapes of output: rows in, tables out."""
