"""Papers of invented claims, and their text read back from the file."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from collections_app.domain import codes
from collections_app.domain.paper import ContactLine
from collections_app.domain.views import ClaimPage
from tests.ui import sample_views
from tests.ui.fakes import STAMP

__all__ = ["NEEDS_PDFTOTEXT", "STAMP", "contact", "hostile_claim", "long_claim", "read_text"]

MEMO = (
    "本社で代表者と面談。売上は戻りつつあるが、設備の更新に手元資金を使ったとのこと。「四月から月五万円」の申出あり。"
)
NEEDS_PDFTOTEXT = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not on this machine")


def contact(at: int, memo: str = MEMO) -> ContactLine:
    """Return the contact of a day, counted from the first."""
    return ContactLine(
        f"N{at:07}",
        "K2024-00381",
        date(2024, 6, 20) + timedelta(days=at),
        "10:30",
        codes.ContactKind.VISIT,
        codes.ContactOutcome.PROMISE,
        "広野 健一",
        "佐藤 一郎",
        f"記録{at} {memo}",
        30_000,
        date(2025, 4, 10),
        date(2025, 4, 14),
    )


def long_claim(lines: int) -> ClaimPage:
    """Return the sample claim with as many events as asked."""
    known = len(sample_views.timeline())
    return sample_views.claim_page(timeline=sample_views.timeline(extra=lines - known))


def hostile_claim() -> ClaimPage:
    """Return a claim of long names, rare signs, half-width kana and trillions."""
    view = sample_views.hostile_claim()
    rare = replace(
        view.parties[0], party_no="P7", role=codes.ObligorRole.JOINT_GUARANTOR, name="𠮷野 髙﨑", kana="ﾖｼﾉ ﾀｶｻﾞｷ"
    )
    line = replace(view.ledger[0], amount=sample_views.HUGE, principal=sample_views.HUGE, note="長い備考。" * 30)
    return replace(view, parties=(*view.parties, rare), ledger=(line, *view.ledger))


def read_text(content: bytes, folder: Path, *options: str) -> list[str]:
    """Return the text of each page of a PDF."""
    path = folder / "paper.pdf"
    path.write_bytes(content)
    told = subprocess.run(["pdftotext", "-layout", *options, str(path), "-"], check=True, capture_output=True)
    return told.stdout.decode().split("\f")[:-1]
