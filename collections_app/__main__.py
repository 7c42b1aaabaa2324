"""`python -m collections_app`."""

from __future__ import annotations

import sys

from collections_app.app import main

if __name__ == "__main__":
    sys.exit(main())
