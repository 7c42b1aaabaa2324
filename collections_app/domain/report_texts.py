"""The words of the yearly report: which texts an office keeps, and who confirmed them on which figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from collections_app.domain.codes import Code

Values = tuple[int, int, int | None]  # of a figure: this year, last year, plan


class SentenceStatus(Code):
    """How a sentence of the report stands to its figures."""

    PLAIN = "plain", "数字なし"
    OPEN = "open", "未確認"
    CONFIRMED = "confirmed", "確認済み"
    DOUBTFUL = "doubtful", "要確認"


@dataclass(frozen=True, slots=True)
class ReportWanted:
    """A layout by its name, a fiscal year, up to a day (None: its end). `body` is a layout that is not kept."""

    fiscal_year: int
    layout: str = "miyagi"
    as_of: date | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Confirmed:
    """That somebody read a sentence beside these figures; `source` is its text, with the names of the numbers in it."""

    source: str
    values: Mapping[str, Values]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class KeptSentence:
    """What an office keeps of a sentence for a fiscal year: its own text, a confirmation, or both."""

    key: str
    source: str | None = None
    confirmed: Confirmed | None = None


@dataclass(frozen=True, slots=True)
class LayoutRef:
    """A layout one may choose: shipped with the program, or the office's own."""

    name: str
    title: str
    is_own: bool
    problem: str = ""


@dataclass(frozen=True, slots=True)
class LayoutVersion:
    """How an office's layout was at some time."""

    audit_no: int
    at: datetime
    by: str
    body: str
