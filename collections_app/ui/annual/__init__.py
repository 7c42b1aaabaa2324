"""The yearly report: its sentences beside the paper, and the layouts it is printed by."""
