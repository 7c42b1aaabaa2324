"""Fonts, icons and other files the program ships."""
