"""Entry grids: rows typed, copied from above or pasted, checked off the UI thread, written all together."""

from collections_app.ui.grid.sheet import EntryGrid

__all__ = ["EntryGrid"]
