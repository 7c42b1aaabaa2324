"""The sub-command of the yearly report: doubtful sentences are named on stderr before the file is written."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import closing
from pathlib import Path

from collections_app.domain.errors import UserError
from collections_app.domain.report_texts import ReportWanted


def annual_report(asked: Namespace) -> int:
    """Write the report of a fiscal year by a layout, and say which of its sentences are doubtful."""
    from collections_app.services import annual_report as service
    from collections_app.services.office import open_office
    from collections_app.ui.printing.painter import document_pdf

    wanted = _wanted(asked)
    with closing(open_office(asked.db, create=False)) as office:
        for sentence in service.annual_report(office, wanted).doubtful:
            print(f"{sentence.said}\n  {sentence.text}", file=sys.stderr)
        report = service.save_report(office, wanted, Path(asked.out), document_pdf, is_final=asked.final)
    waiting = len(report.waiting) - len(report.doubtful)
    if waiting:
        print(f"未確認の文が{waiting}あります。画面の年度報告で確認できます。", file=sys.stderr)
    draft = "の案" if report.doubtful else ""
    print(f"年度報告{draft}を書きました: {asked.out}")
    return 0


def _wanted(asked: Namespace) -> ReportWanted:
    path = Path(asked.layout)
    if path.suffix != ".toml":
        return ReportWanted(asked.fiscal_year, asked.layout, asked.as_of)
    try:
        body = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UserError(f"レイアウトのファイル「{path}」を読めません。場所と名前を確かめてください。") from error
    except UnicodeDecodeError as error:
        raise UserError(
            f"レイアウトのファイル「{path.name}」はUTF-8の文字ではありません。UTF-8で保存してください。"
        ) from error
    return ReportWanted(asked.fiscal_year, path.stem, asked.as_of, body)
