"""The window round the pages: navigation, top bar, key bar, search, help."""
