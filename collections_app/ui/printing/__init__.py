"""Paper: documents set on pages, and the same pages painted on screen, file and printer."""
