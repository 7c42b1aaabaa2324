"""Papers from the database: what stands on them, and what is recorded of those that leave the house."""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from collections_app.domain.codes import ClaimStatus
from collections_app.domain.damages import Profile
from collections_app.domain.errors import NotFoundError, UserError
from collections_app.domain.list_views import ClaimFilter, ClaimOrder
from collections_app.domain.money import show_yen
from collections_app.domain.paper import COMPUTED, OF_CLAIM, PaperKind, PaperWanted
from collections_app.domain.progress import Progress
from collections_app.reports.document import Band, Document, Grid, Paragraph, Section
from collections_app.reports.statement_papers import SIGN_OFF
from collections_app.services.claims import claim_numbers, claim_state, open_claim
from collections_app.services.maintenance import check
from collections_app.services.office import Office
from collections_app.services.papers import paper, record_printing, save_paper, save_workbook, stamped
from collections_app.storage.tables import audit_records
from tests.storage.making import Rows, a_claim, base, take_in

DAY = date(2025, 3, 31)
MEMO = "一行目。\n二行目は長い。" + "あ" * 500


def contact(number: str, on: date, **given: object) -> dict[str, Any]:
    return {
        "contact_no": number, "claim_no": "K1", "kind": "visit", "contacted_on": on, "party_no": "P2",
        "section": "管理第一課", "staff_no": "S1", "memo": MEMO, **given,
    }  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give an empty folder."""
    (tmp_path / "papers").mkdir()
    return tmp_path / "papers"


@pytest.fixture
def claims(office: Office) -> Iterator[Office]:
    ties: list[dict[str, Any]] = [
        {"claim_no": "K1", "party_no": "P2", "role": "joint_guarantor", "limit_amount": 3_000_000_000},
        {"claim_no": "K1", "party_no": "P3", "role": "heir", "inherits_from": "P2", "share": "1/2"},
    ]
    contacts = [
        contact("N3", date(2025, 2, 1), contacted_at="15:00"),
        contact("N1", date(2025, 2, 1), contacted_at="09:30"),
        contact("N2", date(2025, 1, 5)),
        contact("N4", date(2025, 4, 1)),
        contact("N5", date(2025, 3, 1), claim_no="K2", also_claims="K1"),
    ]
    rows: Rows = {
        "claims": [a_claim("K1", coverage_rate="80"), a_claim("K2", staff_no="S2")],
        "claim_parties": ties,
        "contacts": contacts,
    }
    take_in(office, base() | rows)
    yield office
    assert check(office) == ()


def grid_of(document: Document) -> Grid:
    return next(block for block in reversed(document.blocks) if isinstance(block, Grid))


def people_of(document: Document) -> list[tuple[str, ...]]:
    """Return the rows of the parties, which stand before what each of them owes."""
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    return [row for row in grids[0].rows if not isinstance(row, Band)]


def rows_of(document: Document) -> list[tuple[str, ...]]:
    return [row for row in grid_of(document).rows if not isinstance(row, Band)]


def trail(office: Office) -> list[tuple[str, str, str, dict[str, object]]]:
    c = audit_records.c
    with office.database.reading() as connection:
        rows = connection.execute(select(c.actor, c.tag, c.subject, c.detail).where(c.tag.like("claim:paper:%")))
        return [(actor, tag, subject, json.loads(detail)) for actor, tag, subject, detail in rows]


def test_contacts_stand_in_full_with_the_newest_last(claims: Office) -> None:
    document = paper(claims, PaperWanted(PaperKind.CONTACTS, DAY, "K1"))
    rows = rows_of(document)
    assert [row[:2] for row in rows] == [("R7.1.5", ""), ("R7.2.1", "09:30"), ("R7.2.1", "15:00"), ("R7.3.1", "")]
    assert rows[0][4] == MEMO
    assert rows[3][4] == f"{MEMO}\n（K2 の記録）"


def test_a_paper_says_who_and_when_and_of_which_claim(claims: Office) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    for kind in OF_CLAIM:
        document = paper(claims, PaperWanted(kind, DAY, "K1"))
        assert document.kind is kind
        assert document.claim_nos == ("K1",)
        assert document.stamp.by == getpass.getuser()
        assert before <= document.stamp.at.astimezone() <= datetime.now(UTC)
        under = "_365" if kind in COMPUTED else ""
        assert document.file_name == f"{kind.label}_K1_20250331{under}.pdf"
        assert document.is_personal


def test_the_parties_of_one_claim_are_those_of_its_page(claims: Office) -> None:
    view = open_claim(claims, "K1", DAY)
    document = paper(claims, PaperWanted(PaperKind.GUARANTORS, DAY, "K1"))
    rows = people_of(document)
    assert [row[1].split("\n")[0] for row in rows] == [party.name for party in view.parties]
    assert rows[1][4] == "3,000,000,000"
    assert rows[2][5] == f"{view.parties[1].name}の相続人\n相続分 1/2"
    owed = [row[5] for row in rows_of(document)]
    half = (view.principal // 2) + (view.damages // 2)
    assert owed == [show_yen(view.principal + view.damages), "0", show_yen(half)]


def test_the_parties_of_a_list_are_those_of_every_claim_of_it(demo: Office) -> None:
    chosen = ClaimFilter(statuses=(ClaimStatus.STOPPED,))
    order = ClaimOrder("principal", descending=True)
    document = paper(demo, PaperWanted(PaperKind.GUARANTORS, DAY, chosen=chosen, order=order))
    numbers = claim_numbers(demo, chosen, order, DAY)
    assert list(document.claim_nos) == numbers
    assert len(numbers) > 20
    assert document.reference == "管理事務停止"
    bands: dict[str, list[tuple[str, ...]]] = {}
    for row in grid_of(document).rows:
        if isinstance(row, Band):
            bands[row.text.split("　")[0]] = []
        else:
            bands[list(bands)[-1]].append(row)
    assert list(bands) == numbers
    for number in numbers[:10]:
        single = people_of(paper(demo, PaperWanted(PaperKind.GUARANTORS, DAY, number)))
        assert bands[number] == single


def test_the_ledger_adds_up_to_the_balance(demo: Office) -> None:
    number = claim_numbers(demo, ClaimFilter(), ClaimOrder(), DAY)[-1]
    view = open_claim(demo, number, DAY)
    document = paper(demo, PaperWanted(PaperKind.LEDGER, DAY, number))
    rows = rows_of(document)
    assert len(rows) == len(view.ledger)
    assert rows[-1][9] == f"{view.ledger[-1].principal:,}"
    assert document.is_landscape


def test_a_statement_of_each_claim_under_its_own_profile_is_its_ledger(demo: Office) -> None:
    numbers = claim_numbers(demo, ClaimFilter(), ClaimOrder("principal", descending=True), DAY)
    for number in numbers[:20]:
        state = claim_state(demo, number, DAY)
        row = rows_of_sums(paper(demo, PaperWanted(PaperKind.STATEMENT, DAY, number)))
        assert row[-3:] == tuple(show_yen(state[part]) for part in ("principal", "damages", "costs"))
        recovered = state["recovered"]
        assert row[-6:-3] == tuple(show_yen(recovered[part]) for part in ("costs", "damages", "principal"))


def rows_of_sums(document: Document) -> tuple[str, ...]:
    sums = grid_of(document).sums
    assert sums is not None
    return sums


def test_the_profile_and_its_limits_stand_on_the_paper(claims: Office) -> None:
    for profile in Profile:
        for kind in COMPUTED:
            wanted = PaperWanted(kind, date(2030, 1, 1), "K1", profile=profile)
            document = paper(claims, wanted)
            said = [block.text for block in document.blocks if isinstance(block, Paragraph | Section)]
            assert f"計算方式: {profile.label}（{profile.value}）" in said
            assert SIGN_OFF in said
            assert any("切り捨て" in text for text in said)
            assert any("元帳とは異なります" in text for text in said) is (profile is not Profile.D365)
            record_printing(claims, document, 1, "課のプリンター")
            assert trail(claims)[-1][3]["profile"] == profile.value


def test_a_workbook_and_its_record_are_written_together(claims: Office, folder: Path) -> None:
    wanted = PaperWanted(PaperKind.STATEMENT, DAY, "K1", profile=Profile.CALENDAR)
    path = save_workbook(claims, wanted, folder / "a.xlsx")
    assert path.read_bytes().startswith(b"PK")
    ((_, tag, subject, detail),) = trail(claims)
    assert (tag, subject, detail["file"], detail["profile"]) == ("claim:paper:save", "K1", "a.xlsx", "calendar")
    with pytest.raises(UserError, match="フォルダー"):
        save_workbook(claims, wanted, folder / "nowhere" / "a.xlsx")
    assert len(trail(claims)) == 1


def test_the_parts_of_a_certificate_add_up(claims: Office) -> None:
    document = paper(claims, PaperWanted(PaperKind.CERTIFICATE, DAY, "K1"))
    grid = grid_of(document)
    assert rows_of(document) == [
        ("元金", "1,000,000", "0", "0", "1,000,000"),
        ("損害金", "186,800", "0", "0", "186,800"),  # 467 days of 400 yen
        ("費用", "0", "0", "0", "0"),
    ]
    assert grid.sums == ("合計", "1,186,800", "0", "0", "1,186,800")


def test_what_cannot_be_put_on_paper_is_said(claims: Office) -> None:
    with pytest.raises(NotFoundError, match="K9"):
        paper(claims, PaperWanted(PaperKind.CONTACTS, DAY, "K9"))
    with pytest.raises(UserError, match="代位弁済日"):
        paper(claims, PaperWanted(PaperKind.CHART, date(1999, 1, 1), "K1"))
    with pytest.raises(UserError, match="代位弁済日"):
        paper(claims, PaperWanted(PaperKind.STATEMENT, date(1999, 1, 1), "K1"))
    with pytest.raises(UserError, match="1件ごと"):
        paper(claims, PaperWanted(PaperKind.LEDGER, DAY))
    with pytest.raises(UserError, match="中止"):
        paper(claims, PaperWanted(PaperKind.GUARANTORS, DAY), Progress(is_cancelled=lambda: True))


def test_looking_leaves_no_record(claims: Office) -> None:
    paper(claims, PaperWanted(PaperKind.CHART, DAY, "K1"))
    assert trail(claims) == []


def test_a_print_is_recorded(claims: Office) -> None:
    document = stamped(paper(claims, PaperWanted(PaperKind.GUARANTORS, DAY)))
    record_printing(claims, document, 3, "課のプリンター")
    ((actor, tag, subject, detail),) = trail(claims)
    assert (actor, tag, subject) == (getpass.getuser(), "claim:paper:print", "すべての求償権")
    assert detail == {
        "paper": "guarantors",
        "as_of": "2025-03-31",
        "printed_at": document.stamp.at.isoformat(),
        "claim_nos": ["K1", "K2"],
        "pages": 3,
        "printer": "課のプリンター",
    }


def test_a_file_and_its_record_are_written_together(claims: Office, folder: Path) -> None:
    document = paper(claims, PaperWanted(PaperKind.CHART, DAY, "K1"))
    path = folder / "カルテ.pdf"
    path.write_bytes(b"before")
    assert save_paper(claims, document, 2, b"content", path) == path
    assert path.read_bytes() == b"content"
    assert [entry.name for entry in folder.iterdir()] == ["カルテ.pdf"]
    ((_, tag, subject, detail),) = trail(claims)
    assert (tag, subject, detail["file"], detail["pages"]) == ("claim:paper:save", "K1", "カルテ.pdf", 2)


@pytest.mark.parametrize("place", ["there is no folder/a.pdf", "a folder.pdf"])
def test_a_place_that_cannot_be_written_leaves_neither(claims: Office, folder: Path, place: str) -> None:
    (folder / "a folder.pdf").mkdir()
    document = paper(claims, PaperWanted(PaperKind.CHART, DAY, "K1"))
    with pytest.raises(UserError, match=r"書き込めません|保存先を確かめて"):
        save_paper(claims, document, 2, b"content", folder / place)
    assert trail(claims) == []
    assert [entry.name for entry in folder.rglob("*")] == ["a folder.pdf"]


@pytest.mark.parametrize("profile", list(Profile))
def test_a_ledger_under_another_profile_has_the_lines_of_its_statement(claims: Office, profile: Profile) -> None:
    wanted = PaperWanted(PaperKind.LEDGER, DAY, "K1", profile=profile)
    made = paper(claims, wanted)
    assert made.profile is profile
    grid = next(block for block in made.blocks if isinstance(block, Grid))
    told = paper(claims, replace(wanted, kind=PaperKind.STATEMENT))
    table = next(block for block in told.blocks if isinstance(block, Grid) and len(block.columns) > 10)
    balances = [row[-3:] for row in table.rows if not isinstance(row, Band) and row[-3]]
    assert [row[-4:-1] for row in grid.rows if not isinstance(row, Band)] == balances


@pytest.mark.parametrize("kind", [kind for kind in OF_CLAIM if kind is not PaperKind.STATEMENT])
def test_every_paper_is_a_workbook_with_real_numbers(claims: Office, kind: PaperKind, tmp_path: Path) -> None:
    wanted = PaperWanted(kind, DAY, "K1")
    made = paper(claims, wanted)
    book = openpyxl.load_workbook(save_workbook(claims, wanted, tmp_path / "a.xlsx"))
    grids = [block for block in made.blocks if isinstance(block, Grid)]
    assert len(book.worksheets) == 1 + len(grids)
    for grid, sheet in zip(grids, book.worksheets[1:], strict=True):
        rows = [row for row in grid.rows if not isinstance(row, Band)]
        assert sheet.max_row == 1 + len(rows)
    if kind is PaperKind.LEDGER:
        cells = [cell.value for row in book.worksheets[1].iter_rows(min_row=2) for cell in row]
        assert any(isinstance(cell, int) for cell in cells) and any(isinstance(cell, datetime) for cell in cells)
