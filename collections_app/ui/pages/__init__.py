"""The pages of the shell itself: claims, reports, administration, and the hosts of summary and figure rows."""
