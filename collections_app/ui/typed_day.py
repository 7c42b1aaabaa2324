"""A day as people type it."""

from __future__ import annotations

from collections_app.domain.typed import typed_day as read_day

__all__ = ["read_day"]
