"""What a workbook holds beside its cells, counted, so that nothing of it is lost without a word.

openpyxl writes a workbook anew from what it understands. Shapes, pictures (without an imaging library), form buttons,
slicers and sparklines are not among that; charts are, but are drawn anew.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from collections_app.exchange import archive

if TYPE_CHECKING:
    from pathlib import Path

CHARTS = "グラフ"
_PARTS = (
    (CHARTS, re.compile(r"xl/charts/chart\d+\.xml")),
    ("新しい種類のグラフ（ウォーターフォールなど）", re.compile(r"xl/charts/chartEx\d*\.xml")),
    ("画像", re.compile(r"xl/media/.+")),
    ("フォームのボタンなど", re.compile(r"xl/(ctrlProps|activeX)/.+\.xml")),
    ("スライサー・タイムライン", re.compile(r"xl/(slicers|timelines)/.+\.xml")),
    ("スレッド形式のコメント", re.compile(r"xl/threadedComments/.+\.xml")),
    ("ピボットテーブル", re.compile(r"xl/pivotTables/pivotTable\d+\.xml")),
    ("テーブル", re.compile(r"xl/tables/table\d+\.xml")),
    ("データ接続", re.compile(r"xl/(connections\.xml|queryTables/.+\.xml)")),
    ("埋め込まれたファイル", re.compile(r"xl/embeddings/.+")),
)
_DRAWN = (("図形・テキストボックス", re.compile(rb"<(?:\w+:)?(?:sp|cxnSp|grpSp|contentPart)[ >]")),)
_ON_SHEETS = (
    ("スパークライン", re.compile(rb"<x14:sparklineGroup[ >]")),
    ("条件付き書式（データバーなど新しいもの）", re.compile(rb"<x14:cfRule[ >]")),
    ("入力規則（ほかのシートを見るもの）", re.compile(rb"<x14:dataValidation[ >]")),
    ("印刷のヘッダーの画像", re.compile(rb"<legacyDrawingHF[ >]")),
)
_DRAWINGS = re.compile(r"xl/drawings/drawing\d+\.xml")
_SHEETS = re.compile(r"xl/worksheets/sheet\d+\.xml")


def parts_of(path: Path) -> Counter[str]:
    """Return what a workbook holds beside its cells, by kind."""
    found: Counter[str] = Counter()
    with archive.opened(path) as parts:
        for name in parts.namelist():
            found.update(kind for kind, pattern in _PARTS if pattern.fullmatch(name))
            for names, kinds in ((_DRAWINGS, _DRAWN), (_SHEETS, _ON_SHEETS)):
                if names.fullmatch(name):
                    content = parts.read(name)
                    found.update({kind: len(pattern.findall(content)) for kind, pattern in kinds})
    return found


def lost(before: Counter[str], after: Counter[str]) -> list[str]:
    """Return what one workbook has and the other lacks, in words."""
    return [f"{kind} {count - after[kind]:,}個" for kind, count in before.items() if count > after[kind]]
