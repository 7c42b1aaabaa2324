"""Entry grids: rows read and judged at once, written together or not at all, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from collections_app.domain.grid import CONTACTS, Texts
from collections_app.domain.judging import RowRefusedError
from collections_app.domain.pasting import cells_of, placed
from collections_app.domain.records import SaveRecord
from collections_app.services.grids import check_rows, save_rows
from collections_app.services.maintenance import check
from collections_app.services.office import Office
from collections_app.services.records import undo_records
from collections_app.storage.tables import BUNDLE
from tests.storage.making import a_claim, base, make_office
from tests.storage.test_claim_page import statements

TODAY = date.today()  # noqa: DTZ011
NAMES = [column.name for column in CONTACTS.columns]


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    ties = [{"claim_no": "K1", "party_no": no, "role": "joint_guarantor"} for no in ("P2", "P4")]
    claims = [a_claim("K1"), a_claim("K2", debtor_no="P5"), *(a_claim(f"K2021-{n:05}") for n in range(250))]
    found = make_office(database_url, base() | {"claims": claims, "claim_parties": ties})
    yield found
    assert check(found) == ()
    found.close()


def row(**given: str) -> Texts:
    assert given.keys() <= set(NAMES)
    return tuple(given.get(name, "") for name in NAMES)


def shown(texts: Texts) -> dict[str, str]:
    return {name: text for name, text in zip(NAMES, texts, strict=True) if text}


def stored(office: Office) -> list[Any]:
    with office.database.reading() as connection:
        return list(connection.execute(select(BUNDLE["contacts"]).order_by(BUNDLE["contacts"].c.contact_no)).mappings())


def test_each_cell_reads_as_its_entry_field_does(office: Office) -> None:
    given = row(
        claim_no="あおば", contacted_on="R7.4.1", contacted_at="930", kind="2", party_no="", outcome="弁",
        promised_amount="12万", promised_on="+7", next_on="+14", memo="増額の意向",
    )  # fmt: skip
    (verdict,) = check_rows(office, CONTACTS, [given])
    day = date(2025, 4, 1)
    assert {name: value for name, value in verdict.record.items() if value is not None} == {
        "claim_no": "K2", "party_no": "P5", "contacted_on": day, "contacted_at": "09:30", "kind": "phone",
        "outcome": "promise", "promised_amount": 120_000, "promised_on": day + timedelta(days=7),
        "next_on": day + timedelta(days=14), "memo": "増額の意向",
    }  # fmt: skip
    assert shown(verdict.texts) == {
        "claim_no": "K2", "party_no": "有限会社青葉印刷", "contacted_on": "R7.4.1", "contacted_at": "09:30",
        "kind": "電話督促", "outcome": "弁済約束", "promised_amount": "120,000", "promised_on": "R7.4.8",
        "next_on": "R7.4.15", "memo": "増額の意向",
    }  # fmt: skip
    assert verdict.notes["claim_no"] == "有限会社青葉印刷"
    assert not verdict.findings


@pytest.mark.parametrize(
    ("given", "column", "sentence", "is_warning"),
    [
        ({"claim_no": "K9", "contacted_on": "t", "kind": "1"}, "claim_no", "「K9」に当たる求償権がありません。", False),
        ({"claim_no": "K20", "contacted_on": "t", "kind": "1"}, "claim_no", "K2021-00000 佐藤　花子", False),
        ({"contacted_on": "t", "kind": "1"}, "claim_no", "求償権番号がありません。", False),
        ({"claim_no": "k1", "contacted_on": "H31.5.1", "kind": "1"}, "contacted_on", "平成は平成31年4月30日まで", False),
        ({"claim_no": "K1", "contacted_on": "t", "kind": "9"}, "kind", "当てはまるものがありません", False),
        ({"claim_no": "K1", "contacted_on": "t", "kind": "1", "party_no": "青葉"}, "party_no", "当てはまるもの", False),
        ({"claim_no": "K1", "contacted_on": "+3", "kind": "1"}, "contacted_on", "今日より後です。", True),
        ({"claim_no": "K1", "contacted_on": "t", "kind": "1", "contacted_at": "22"}, "contacted_at", "21:00", True),
        ({"claim_no": "K1", "contacted_on": "t", "kind": "1", "outcome": "3"}, "promised_amount", "約束日もありません", True),
        ({"claim_no": "K1", "contacted_on": "R5.4.1", "kind": "1"}, "contacted_on", "代位弁済日", True),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_cell(
    office: Office, given: dict[str, str], column: str, sentence: str, is_warning: bool
) -> None:
    (verdict,) = check_rows(office, CONTACTS, [row(**given)])
    assert sentence in verdict.findings[column].sentence
    assert verdict.findings[column].is_warning is is_warning
    assert verdict.is_refused is not is_warning


def test_people_are_those_of_the_claim(office: Office) -> None:
    first, second = check_rows(office, CONTACTS, [row(claim_no="K1", party_no="さち"), row(claim_no="K2")])
    assert [one.value for one in first.options["party_no"]] == ["P1", "P2", "P4"]
    assert first.record["party_no"] == "P4"
    assert [one.value for one in second.options["party_no"]] == ["P5"]


def test_all_rows_are_written_or_none_and_all_are_taken_back(office: Office) -> None:
    rows = [row(claim_no=no, contacted_on="t", kind="1") for no in ("K1", "K2", "K2021-00003")]
    commands = [SaveRecord("contacts", one.record) for one in check_rows(office, CONTACTS, rows)]
    wrong = SaveRecord("contacts", {**commands[1].after, "promised_amount": 0})
    with pytest.raises(RowRefusedError, match="約束額が1円未満です。") as refused:
        save_rows(office, [commands[0], wrong, commands[2]])
    assert (refused.value.at, refused.value.column) == (1, "promised_amount")
    assert stored(office) == []
    done = save_rows(office, commands)
    kept = stored(office)
    assert [one["contact_no"] for one in kept] == [one.number for one in done] == ["N0000001", "N0000002", "N0000003"]
    assert [one["staff_no"] for one in kept] == ["S1"] * 3
    undo_records(office, [one.audit_no for one in done])
    assert stored(office) == []


def test_what_is_kept_already_is_warned_about(office: Office) -> None:
    given = row(claim_no="K2", contacted_on="R7.4.1", kind="1", memo="話した")
    (verdict,) = check_rows(office, CONTACTS, [given])
    assert not verdict.findings
    save_rows(office, [SaveRecord("contacts", verdict.record)])
    again, other = check_rows(office, CONTACTS, [given, row(claim_no="K2", contacted_on="R7.4.1", kind="2")])
    assert again.findings["claim_no"].sentence.startswith("同じ内容の記録がすでに登録されています。")
    assert not again.is_refused and not other.findings


def test_two_hundred_rows_ask_the_database_no_more_often_than_two(office: Office) -> None:
    rows = [
        row(
            claim_no=f"K2021-{n:05}",
            contacted_on="R7.4.1",
            contacted_at="930",
            kind="訪問督促",
            outcome="面談",
            next_on="+14",
            memo="面談",
        )
        for n in range(200)
    ]
    counts = []
    for given in (rows[:2], rows):
        with statements(office) as seen:
            verdicts = check_rows(office, CONTACTS, given)
        assert len(verdicts) == len(given) and not any(verdict.is_refused for verdict in verdicts)
        counts.append(len(seen))
    assert counts[0] == counts[1] > 0, counts


SHEET = '"面談者"\t備考\t求償権番号\t訪問日\t約束額（円）\r\n佐藤\t"一行目\n二行目ですと""話""した"\tK1\tR7.4.1\t"12,000"\r\n\t\t\t\t\r\n花子\t\tK2021-00001\tR7.4.2\t\r\n'


def test_headings_may_stand_in_any_order() -> None:
    pasted = placed(CONTACTS, cells_of(SHEET))
    assert pasted.has_headings and pasted.unused == ()
    at = CONTACTS.position
    assert pasted.rows == (
        {at("party_no"): "佐藤", at("memo"): '一行目\n二行目ですと"話"した', at("claim_no"): "K1", at("contacted_on"): "R7.4.1", at("promised_amount"): "12,000"},
        {at("party_no"): "花子", at("memo"): "", at("claim_no"): "K2021-00001", at("contacted_on"): "R7.4.2", at("promised_amount"): ""},
    )  # fmt: skip


def test_without_headings_cells_go_from_the_current_column_on_and_unknown_headings_are_told() -> None:
    pasted = placed(CONTACTS, cells_of("面談\t5000\n不在\t"), CONTACTS.position("outcome"))
    assert not pasted.has_headings
    assert pasted.rows[0] == {CONTACTS.position("outcome"): "面談", CONTACTS.position("promised_amount"): "5000"}
    told = placed(CONTACTS, cells_of("番号\t日付\t車両\nK1\tR7.4.1\t1号車"))
    assert told.unused == ("車両",) and len(told.rows) == 1
    assert placed(CONTACTS, cells_of("K1"), 0).rows == ({0: "K1"},)
    assert placed(CONTACTS, cells_of("\n \n")).rows == ()
