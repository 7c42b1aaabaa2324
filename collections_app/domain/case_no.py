"""事件番号 of a court: kept as typed, compared by what it says (rules §9)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from collections_app.domain.codes import ActionKind

_FORM = re.compile(
    r"(明治|大正|昭和|平成|令和|[MTSHR])\s*(元|\d{1,2})年?\s*\(?\s*([ァ-ヴ]{1,2}|再)\s*\)?\s*第?\s*(\d{1,9})\s*号?",
    re.ASCII,
)
_ERA_NAME = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}

# 民事事件記録符号規程: the codes under which a court keeps each kind of proceeding.
CODES: dict[ActionKind, frozenset[str]] = {
    ActionKind.LAWSUIT: frozenset({"ワ", "ハ"}),
    ActionKind.PAYMENT_ORDER: frozenset({"ロ"}),
    ActionKind.PROVISIONAL_ATTACHMENT: frozenset({"ヨ", "ト"}),
    ActionKind.PROVISIONAL_DISPOSITION: frozenset({"ヨ", "ト"}),
    ActionKind.SECURED_AUCTION: frozenset({"ケ"}),
    ActionKind.COMPULSORY_AUCTION: frozenset({"ヌ"}),
    ActionKind.CLAIM_ATTACHMENT: frozenset({"ル", "ナ"}),
    ActionKind.BANKRUPTCY: frozenset({"フ"}),
    ActionKind.CIVIL_REHABILITATION: frozenset({"再"}),
}
_SUMMARY_COURT_CODES = frozenset({"ハ", "ロ", "ト"})
_DISTRICT_COURT_CODES = frozenset({"ワ", "ヨ", "ケ", "ヌ", "ル", "フ", "再"})


@dataclass(frozen=True, slots=True)
class CaseNo:
    """What a 事件番号 says; two of one court are the same case when these are equal."""

    era: str
    year: int
    code: str
    number: int


def parse_case_no(text: str) -> CaseNo | None:
    """Return what `text` says, half or full width, 元年 as year 1; None when it is no 事件番号."""
    found = _FORM.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    era, year, code, number = found.groups()
    return CaseNo(_ERA_NAME.get(era, era), 1 if year == "元" else int(year), code, int(number))


def doubt_about(text: str, kind: ActionKind, court: str | None) -> str | None:
    """Return a sentence saying why `text` is implausible for that kind of proceeding and court; None when it is not."""
    case_no = parse_case_no(text)
    if case_no is None:
        return "事件番号の形ではないようです。"
    if case_no.code not in CODES[kind]:
        return f"符号（{case_no.code}）は{kind.label}のものではないようです。"
    is_summary = court is not None and "簡易裁判所" in court
    is_district = court is not None and "地方裁判所" in court
    if (is_summary and case_no.code in _DISTRICT_COURT_CODES) or (is_district and case_no.code in _SUMMARY_COURT_CODES):
        return f"符号（{case_no.code}）は{court}のものではないようです。"
    return None
