"""What can be typed: the sub-commands and their options."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from collections_app.domain.breakdowns import DIMENSIONS
from collections_app.domain.calendar import parse_date, parse_fiscal_year, parse_month
from collections_app.domain.damages import Profile
from collections_app.domain.deposit_views import Overlaps
from collections_app.domain.errors import UserError
from collections_app.domain.money import parse_percent, parse_yen
from collections_app.domain.paper import OF_CLAIM, PaperKind

Read = TypeVar("Read")


def build() -> argparse.ArgumentParser:
    """Return the parser of all sub-commands; what is parsed names its command in `command`."""
    parser = argparse.ArgumentParser(
        prog="collections-app", description="求償権管理。サブコマンドなしで画面を開きます。", allow_abbrev=False
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="コマンド")
    _demo_and_bundles(commands)
    _figures(commands)
    _forecast(commands)
    _papers(commands)
    _annual(commands)
    _analysis(commands)
    _closing(commands)
    _sharing(commands)
    _calculators(commands)
    _upkeep(commands)
    return parser


_Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse names its type so


def _add(
    commands: _Commands[argparse.ArgumentParser], name: str, text: str, *, db: bool = True
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
    if db:
        command.add_argument("--db", required=True, metavar="PATH|URL", help="SQLiteのファイルか postgresql:// のURL")
    return command


def _format(command: argparse.ArgumentParser, *formats: str) -> None:
    command.add_argument("--format", choices=formats, default=formats[0], help="出力の形")


def _demo_and_bundles(commands: _Commands[argparse.ArgumentParser]) -> None:
    _add(commands, "demo", "見本のデータベースを作る")
    command = _add(commands, "import", "受渡データを取り込む（すべてか、何もしないか）")
    command.add_argument("bundle", help="フォルダー、.zip、.xlsx")
    command.add_argument("--dry-run", action="store_true", help="確かめるだけで、登録しない")
    command.add_argument("--update", action="store_true", help="登録済みの行を更新する（入金と立替費用を除く）")
    command.add_argument("--problems", metavar="FILE.xlsx", help="問題の一覧をExcelに書く")
    command = _add(
        commands, "bank-file", "銀行のファイル（全銀形式・CSV）を入金明細に取り込む（すべてか、何もしないか）"
    )
    command.add_argument("file", help="振込入金通知、入出金取引明細、口座振替結果、CSV")
    command.add_argument("--dry-run", action="store_true", help="確かめるだけで、登録しない")
    command.add_argument(
        "--overlaps",
        choices=[one.value for one in Overlaps],
        default=Overlaps.ASK.value,
        help="以前のファイルにもある明細: ask 断る、skip 除く、keep 登録する",
    )
    command.add_argument(
        "--headings", default="", metavar="日付=…", help="CSVの見出しの対応（例: 日付=お取引日 入金額=お預り）"
    )
    command.add_argument("--problems", metavar="FILE.xlsx", help="問題の一覧をExcelに書く")
    command = _add(commands, "export", "すべてを受渡データに書き出す")
    command.add_argument("bundle", help="フォルダー、.zip、.xlsx")


def _figures(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _add(commands, "statistics", "年度の実績を集計する")
    command.add_argument("--fiscal-year", type=_fiscal_year, required=True, metavar="2024", help="年度（2024、R6）")
    command.add_argument("--as-of", type=_day, help="基準日（既定は年度末）")
    command.add_argument(
        "--as-known",
        type=_day,
        help="この日の終わりまでに登録されていたものだけで集計する（元帳と残高は当時のとおり。"
        "ほかの行は、後の更新（--update）の内容で数える）",
    )
    command.add_argument("--by", choices=tuple(DIMENSIONS), help="内訳")
    _format(command, "table", "json", "csv")
    command = _add(commands, "claim", "求償権1件の状態")
    command.add_argument("claim_no", help="求償権番号")
    command.add_argument("--as-of", type=_day, help="基準日（既定は今日）")
    _format(command, "text", "json")
    command = _add(commands, "claims", "すべての求償権の状態（1行に1件）")
    command.add_argument("--as-of", type=_day, help="基準日（既定は今日）")
    _format(command, "json")


def _papers(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _add(commands, "papers", "求償権の帳票をPDFかExcelに書く")
    command.add_argument("claim_no", help="求償権番号")
    command.add_argument(
        "--kind", choices=[kind.value for kind in OF_CLAIM], default=PaperKind.CHART.value, help=_kinds_of_papers()
    )
    command.add_argument("--as-of", type=_day, help="基準日（既定は今日）")
    _profile(command)
    command.add_argument("--out", required=True, metavar="FILE.pdf|FILE.xlsx", help="書き出すファイル")
    command = _add(commands, "statement", "債権計算書をある日まで計算して書く")
    command.add_argument("claim_no", help="求償権番号")
    _profile(command)
    command.add_argument(
        "--to", dest="as_of", type=_day, required=True, metavar="DAY", help="この日まで（含む。先の日も可）"
    )
    command.add_argument("--out", required=True, metavar="FILE.pdf|FILE.xlsx", help="書き出すファイル")
    command = _add(commands, "monthly-report", "月報のExcelを書く")
    command.add_argument("--month", type=_month, required=True, metavar="2025-03")
    command.add_argument("--out", metavar="FILE.xlsx|FOLDER", help="書き出すファイル。フォルダーには決まった名前で書く")
    command.add_argument("--template", metavar="FILE.xlsx", help="協会のひな型: 名前を定義したセルに値を入れる")
    command.add_argument("--template-names", action="store_true", help="ひな型に使える名前を一覧にする")
    command.add_argument("--as-known", type=_day, help="この日の終わりまでに登録されていたものだけで作る")


def _annual(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _add(commands, "annual-report", "年度報告をWord、PDF、Excel、Markdownのどれかに書く")
    command.add_argument("--fiscal-year", type=_fiscal_year, required=True, metavar="2024", help="年度（2024、R6）")
    command.add_argument("--as-of", type=_day, help="基準日（既定は年度末）")
    command.add_argument(
        "--layout", default="miyagi", metavar="NAME|FILE.toml", help="レイアウトの名前かファイル（既定は miyagi）"
    )
    command.add_argument("--final", action="store_true", help="確認の済んでいない文があれば書かない（確定版）")
    command.add_argument("--out", required=True, metavar="FILE.docx|.pdf|.xlsx|.md", help="書き出すファイル")


def _analysis(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _add(commands, "pivot", "項目を二つの内訳で集計する")
    command.add_argument("figure", help="項目（recovery.total など。statistics --format json の figures の名前）")
    command.add_argument("--rows", choices=tuple(DIMENSIONS), required=True, help="行の内訳")
    command.add_argument("--columns", choices=tuple(DIMENSIONS), required=True, help="列の内訳")
    command.add_argument("--from", dest="first", type=_day, required=True, help="この日から")
    command.add_argument("--to", dest="last", type=_day, required=True, help="この日まで（含む）")
    _format(command, "table", "json", "csv")
    command.add_argument("--out", metavar="FILE.xlsx", help="Excelに書く")
    command = _add(commands, "dataset", "分析用のデータ（氏名を含まない）を書き出す")
    command.add_argument("--out", required=True, metavar="FOLDER", help="新しいフォルダー")
    _format(command, "csv", "parquet")


def _forecast(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _add(commands, "forecast", "年度末の着地見込みと、過年度での検証")
    command.add_argument("--fiscal-year", type=_fiscal_year, required=True, metavar="2024", help="年度（2024、R6）")
    command.add_argument("--as-of", type=_day, help="基準日（既定は年度末）")
    _format(command, "table", "json")


def _profile(command: argparse.ArgumentParser) -> None:
    words = "、".join(f"{profile.value}（{profile.label}）" for profile in Profile)
    command.add_argument(
        "--profile",
        choices=[profile.value for profile in Profile],
        help=f"計算方式（既定は求償権の日数の基準）: {words}",
    )


def _kinds_of_papers() -> str:
    return "、".join(f"{kind.value}（{kind.label}）" for kind in OF_CLAIM)


def _closing(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _add(commands, "month-close", "月を締める（締めたあとは、その月に計上できない）")
    command.add_argument("month", type=_month, metavar="2025-03", help="対象の月")
    command.add_argument("--check", action="store_true", help="締める前の点検だけをする")
    command.add_argument("--reopen", action="store_true", help="最後に締めた月を再開する（二人の名前と理由が要る）")
    command.add_argument("--by", metavar="NAME", help="再開を申請する人（既定は今の利用者）")
    command.add_argument("--confirmed-by", metavar="NAME", help="再開を承認する別の人")
    command.add_argument("--reason", help="再開の理由")
    command = _add(commands, "month-bridge", "締めた月の数字と、今の数字の差（締後訂正）")
    command.add_argument("month", type=_month, metavar="2025-03", help="対象の月")
    _format(command, "table", "json")
    command = _add(commands, "month-reprint", "締めた月を、締めたときのままもう一度書く")
    command.add_argument("month", type=_month, metavar="2025-03", help="対象の月")
    command.add_argument("--as-known-today", action="store_true", help="締めたときではなく、今日までの登録で書く")
    command.add_argument("--full", action="store_true", help="月報の全シートを、締めたときに登録されていたもので書く")
    command.add_argument("--out", required=True, metavar="FILE.xlsx|FILE.json", help="書き出すファイル")
    command = _add(commands, "year-seal", "年度を、締めた12か月のハッシュで封印する")
    command.add_argument("fiscal_year", type=_fiscal_year, metavar="2024", help="年度（2024、R6）")


def _sharing(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _add(commands, "insurance-statement", "月の回収納付金計算書（保険金・負担割合による）")
    command.add_argument("--month", type=_month, required=True, metavar="2025-03", help="計上月")
    command.add_argument("--out", metavar="FILE.pdf|FILE.xlsx", help="計算書を書き出すファイル")
    command.add_argument("--report", action="store_true", help="今の内容のまま報告済みとして固定する（取り消せない）")
    _format(command, "table", "json")
    command = _add(commands, "servicer-report", "サービサーの月次報告を取り込む（すべてか、何もしないか）")
    command.add_argument("file", help="CSVかExcelブック")
    command.add_argument("--servicer", required=True, metavar="NAME", help="委託先")
    command.add_argument("--month", type=_month, required=True, metavar="2025-03", help="対象の月")
    command.add_argument(
        "--headings",
        default="",
        metavar="番号=…",
        help="見出しの対応（例: 番号=管理番号 回収額=入金額）。委託先ごとに覚える",
    )
    command.add_argument("--dry-run", action="store_true", help="確かめるだけで、登録しない")
    command.add_argument("--problems", metavar="FILE.xlsx", help="問題の一覧をExcelに書く")
    command = _add(commands, "servicer-check", "サービサーの報告と元帳を照合する（合わないものがあれば終了コード1）")
    command.add_argument("--month", type=_month, required=True, metavar="2025-03", help="対象の月")
    _format(command, "table", "json")


def _calculators(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _add(commands, "damages", "遅延損害金の計算", db=False)
    command.add_argument("--principal", type=_yen, required=True, help="元金（円）")
    command.add_argument("--rate", type=_percent, required=True, help="年率（%%）")
    command.add_argument("--from", dest="since", type=_day, required=True, help="この日の翌日から")
    command.add_argument("--to", dest="until", type=_day, required=True, help="この日まで（含む）")
    command.add_argument("--profile", choices=[profile.value for profile in Profile], default=Profile.D365.value)
    _format(command, "text", "json")
    command = _add(commands, "court-fee", "訴訟手数料の計算", db=False)
    command.add_argument("value", type=_yen, help="訴額（円）")
    command.add_argument("--on", type=_day, help="申立日（既定は今日）")
    command.add_argument("--payment-order", action="store_true", help="支払督促")
    _format(command, "text", "json")


def _upkeep(commands: _Commands[argparse.ArgumentParser]) -> None:
    command = _add(commands, "check", "データベースを確かめる（問題があれば終了コード1）")
    command.add_argument("--rebuild", action="store_true", help="月別集計を明細から作り直してから確かめる")
    command = _add(commands, "corporation", "協会名を見る・決める（表紙、年度報告、帳票に載る）")
    command.add_argument("name", nargs="?", metavar="協会名", help="新しい協会名（空の文字列で消す）")
    command = _add(commands, "backup", "確かめたバックアップを書く")
    command.add_argument("file", help="バックアップの名前")
    command = _add(commands, "restore", "バックアップから戻す（今のファイルは残す）")
    command.add_argument("file", help="バックアップの名前")
    _add(commands, "migrate", "データベースを新しい構造にする")


def _day(text: str) -> date:
    return _read(parse_date, text)


def _yen(text: str) -> int:
    return _read(parse_yen, text)


def _month(text: str) -> date:
    return _read(parse_month, text)


def _fiscal_year(text: str) -> int:
    return _read(parse_fiscal_year, text)


def _percent(text: str) -> str:
    return str(_read(parse_percent, text))


def _read(parse: Callable[[str], Read], text: str) -> Read:
    try:
        return parse(text)
    except UserError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
