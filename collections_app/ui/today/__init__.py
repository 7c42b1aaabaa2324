"""The page of the day: what a person has to do, group by group."""
