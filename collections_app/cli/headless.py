"""The program's job without a display: the pages as pictures, the summary printed, the month's workbook written."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

from collections_app.cli import printing
from collections_app.domain.calendar import fiscal_year_of, month_start


def headless(location: str, folder: Path) -> int:
    """Do what the window would show for the newest data of a database, into `folder`; return the exit code.

    Where there is no database yet, the demonstration one is made.
    """
    from collections_app.services import reports, statistics
    from collections_app.services.demo import make_demo
    from collections_app.services.office import open_office

    if "://" not in location and not Path(location).exists():
        print(f"見本のデータベースを作っています: {location}", file=sys.stderr)
        make_demo(location)
    folder.mkdir(parents=True, exist_ok=True)
    with closing(open_office(location)) as office:
        newest = office.state().data_on
        if newest is None:
            print("データベースは空です。collections-app import で受渡データを取り込んでください。")
            return 0
        printing.statistics(statistics.year_figures(office, fiscal_year_of(newest), newest), None, "table", {})
        workbook = folder / reports.monthly_file_name(newest)
        reports.monthly_workbook(office, month_start(newest), workbook)
    pictures = _pictures(location, folder)
    print("\n画面がないので、次のファイルに書きました。")
    for path in (workbook, *pictures):
        print(f"  {path}")
    return 0


def _pictures(location: str, folder: Path) -> list[Path]:
    from collections_app.ui.desk import Desk
    from collections_app.ui.pictures import save_pictures

    return save_pictures(Desk(location), folder)
