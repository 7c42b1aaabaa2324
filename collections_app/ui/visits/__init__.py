"""Visits and calls (回収行動): the plan of a day by area, and the entry of its results."""
