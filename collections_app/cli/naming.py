"""The sub-command of the corporation's name."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing


def corporation(asked: Namespace) -> int:
    """Print what the corporation is called, or name it."""
    from collections_app.services import naming
    from collections_app.services.office import open_office

    with closing(open_office(asked.db, create=False)) as office:
        if asked.name is None:
            print(naming.corporation(office) or "協会名はまだありません。corporation 協会名 --db … で登録できます。")
        else:
            name = naming.name_corporation(office, asked.name)
            print(f"協会名を「{name}」にしました。" if name else "協会名を消しました。")
    return 0
