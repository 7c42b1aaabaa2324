"""Registers against a naive listing in Python over the same rows."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from collections_app.domain.bundle import TABLE, Column, Kind
from collections_app.domain.codes import Code
from collections_app.domain.figures import FIGURE, FIGURES
from collections_app.domain.records import key_of, whole
from collections_app.domain.registers import (
    DEBTOR,
    REGISTERS,
    RegisterFilter,
    RegisterOrder,
    date_columns,
    register_columns,
    summed_columns,
    usual_order,
)
from collections_app.services import registers
from collections_app.services.office import Office
from collections_app.storage.searchable import folded
from tests.storage.making import AS_OF, NAMES, STAFF, Invented, make_office, take_in

CLAIM = "K2021-00001"
FURTHER: dict[str, list[dict[str, Any]]] = {
    "limitation_events": [
        {"event_no": "T1", "claim_no": CLAIM, "party_no": "P2", "kind": "demand", "occurred_on": AS_OF}
    ],
    "placements": [
        {"claim_no": CLAIM, "servicer": "架空サービサー", "placed_on": AS_OF - timedelta(days=n)} for n in (3, 9)
    ],
    "support_measures": [
        {"measure_no": "U1", "party_no": "P3", "kind": "expert_dispatch", "executed_on": AS_OF},
        {"measure_no": "U2", "party_no": "P7", "claim_no": CLAIM, "kind": "expert_dispatch", "executed_on": AS_OF},
    ],
    "surveys": [
        {"survey_no": "J1", "party_no": "P3", "surveyed_on": AS_OF, "income": 3_000_000_000, "occupation": "サービス業"},
        {"survey_no": "J2", "party_no": "P7", "claim_no": CLAIM, "surveyed_on": AS_OF, "housing": "rented"},
    ],
    "financial_statements": [
        {"statement_no": "F1", "party_no": "P5", "period_end": AS_OF, "sales": 9, "net_profit": -7},
        {"statement_no": "F2", "party_no": "P3", "period_end": AS_OF, "sales": 1, "net_profit": 7},
    ],
    "initial_steps": [
        {"claim_no": CLAIM, "step": step, "due_on": AS_OF, "memo": "初回"} for step in ("survey", "policy")
    ],
    "tasks": [
        {"task_no": "Y1", "staff_no": "S3", "due_on": AS_OF, "title": "登記簿"},
        {"task_no": "Y2", "claim_no": CLAIM, "staff_no": "S1", "due_on": AS_OF, "title": "ＡＢＣ社に100%_連絡"},
    ],
    "notes": [{"note_no": "O1", "party_no": "P1", "written_on": AS_OF, "body": "一行目\n二行目"}],
    "tags": [{"claim_no": CLAIM, "tag": tag, "until": until} for tag, until in (("重点", None), ("急", AS_OF))],
    "deputies": [
        {"staff_no": "S1", "deputy_no": "S3", "starts_on": AS_OF, "ends_on": AS_OF + timedelta(days=7)},
        {"staff_no": "S1", "deputy_no": "S3", "starts_on": AS_OF - timedelta(days=90), "ends_on": AS_OF},
    ],
    "plans": [
        {"fiscal_year": year, "figure": figure.key, "value": at} for year in (2024, 2023) for at, figure in enumerate(FIGURES)
    ],
    "servicer_reports": [{"claim_no": CLAIM, "servicer": "架空サービサー", "month": AS_OF, "gross": 10, "net": 9}],
    "servicer_layouts": [{"servicer": "架空サービサー", "gross_heading": "入金額"}, {"servicer": "別の債権回収"}],
    "bearer_payments": [
        {"month": AS_OF, "bearer": bearer, "reported_on": AS_OF, "paid": 5} for bearer in ("jfc", "city")
    ],
    "insurance_claims": [{"insurance_no": "G1", "claim_no": CLAIM, "claimed_on": AS_OF, "amount": 5}],
    "shares": [{"claim_no": CLAIM, "bearer": bearer, "share": "1/2"} for bearer in ("jfc", "city")],
    "rate_periods": [
        {"claim_no": CLAIM, "since": AS_OF + timedelta(days=n), "rate": rate} for n, rate in enumerate(("14.6", "3", "9"))
    ],
    "virtual_accounts": [{"account_no": "9990001", "party_no": "P1"}],
    "payer_names": [{"payer_name": "サトウ", "party_no": "P1", "confirmed_on": AS_OF}],
    "debit_accounts": [
        {
            "customer_no": "77", "party_no": "P2", "bank_code": "0001", "branch_code": "001", "account_kind": "1",
            "account_no": "1234567", "holder": "カトウ",
        }
    ],
    "direct_debits": [
        {"debit_no": "Q1", "claim_no": CLAIM, "customer_no": "77", "debited_on": AS_OF, "amount": 3000}
    ],
    "prior_figures": [{"fiscal_year": 2023, "figure": FIGURES[0].key, "value": 12}],
}  # fmt: skip
TEXTS = [
    "佐藤", "さとう", "ｻﾄｳ", "佐", "K2021", "訴訟", "訪問", "青田", "架空", "サービス", "さーびす", "100%", "_", "abc",
    "二行目", "令和6年", "LE0001", "'", "*", "🙂", "\x00", "回収", " ", "-", "・",
]  # fmt: skip


@pytest.fixture(scope="session")
def kept(invented: Invented) -> dict[str, list[dict[str, Any]]]:
    return {**invented.rows, **FURTHER}


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, kept: dict[str, list[dict[str, Any]]]
) -> Any:
    if request.param == "sqlite":
        location = str(tmp_path_factory.mktemp("registers") / "office.sqlite3")
    else:
        location = request.getfixturevalue("postgres_server").new_database()
    found = make_office(location, kept)
    yield found
    found.close()


class Naive:
    """The registers as a loop over all rows gives them."""

    def __init__(self, kept: dict[str, list[dict[str, Any]]]) -> None:
        self.kept = kept
        self.claims = {row["claim_no"]: row for row in kept["claims"]}
        self.people = {f"P{n}": pair for n, pair in enumerate(NAMES, 1)}
        self.staff = {no: name for no, name, _ in STAFF}

    def records(self, table: str) -> list[dict[str, Any]]:
        found = [self._in_charge(table, whole(table, row)) for row in self.kept.get(table, [])]
        return sorted(found, key=lambda one: key_of(table, one))

    def _in_charge(self, table: str, record: dict[str, Any]) -> dict[str, Any]:
        claim = self.claims.get(record.get("claim_no"))
        if TABLE[table].is_dated and claim is not None:
            record |= {name: record[name] or claim[name] for name in ("section", "staff_no")}
        return record

    def raw(self, record: dict[str, Any], column: Column) -> Any:
        if column is DEBTOR:
            return self.claims.get(record["claim_no"], {}).get("debtor_no")
        return record[column.name]

    def cell(self, record: dict[str, Any], column: Column) -> object:
        value = self.raw(record, column)
        if value is None:
            return None
        if column.refers_to == "parties":
            return self.people[value][0]
        if column.refers_to == "staff":
            return self.staff[value]
        if column.kind is Kind.CODE:
            return next(code for code in column.codes if code.value == value)
        return FIGURE[value].label if column.kind is Kind.FIGURE else value

    def rank(self, record: dict[str, Any], column: Column) -> Any:
        """Return what a record is sorted by; None is empty and comes last."""
        value = self.raw(record, column)
        if value is None:
            return None
        if column.refers_to == "parties":
            name, kana = self.people[value]
            return None if kana is None else (kana, name)
        if column.kind is Kind.CODE:
            return list(column.codes).index(value)
        if column.kind is Kind.PERCENT:
            return Decimal(value)
        return [one.key for one in FIGURES].index(value) if column.kind is Kind.FIGURE else value

    def ordered(self, table: str, order: RegisterOrder) -> list[Any]:
        column = next(one for one in register_columns(table) if one.name == order.column)
        records = self.records(table)
        known = [one for one in records if self.rank(one, column) is not None]
        known.sort(key=lambda one: self.rank(one, column), reverse=order.descending)
        empty = [one for one in records if self.rank(one, column) is None]
        named = [one for one in empty if column.refers_to == "parties" and self.raw(one, column) is not None]
        named.sort(key=lambda one: self.people[self.raw(one, column)][0], reverse=order.descending)
        nothing = [one for one in empty if one not in named]
        return [key_of(table, one) for one in (*known, *named, *nothing)]

    def holds(self, record: dict[str, Any], column: Column, text: str) -> bool:
        value, part, plain = self.raw(record, column), folded(text), unicodedata.normalize("NFKC", text).strip()
        if column.name == "claim_no" or value is None:
            return bool(part) and column.name == "claim_no" and part in folded(value or "")
        if column.refers_to == "parties":
            return bool(part) and any(part in folded(word or "") for word in self.people[value])
        shown = self.cell(record, column)
        if isinstance(shown, Code):
            return bool(part) and part in folded(shown.label)
        if column.kind is Kind.FIGURE:
            return bool(part) and part in folded(str(shown))
        if column.kind in (Kind.TEXT, Kind.REFERENCE, Kind.REFERENCES):
            return self._alike(plain) in self._alike(str(shown))
        return False

    @staticmethod
    def _alike(text: str) -> str:
        return "".join(
            chr(ord(one) + 0x60) if "ぁ" <= one <= "ゖ" else one for one in unicodedata.normalize("NFKC", text).lower()
        )

    def wanted(self, chosen: RegisterFilter) -> list[dict[str, Any]]:
        plain = unicodedata.normalize("NFKC", chosen.text.replace("\x00", "")).strip()
        dates = date_columns(chosen.table)
        dated = chosen.dated or (dates[0].name if dates else "")
        found = []
        for record in self.records(chosen.table):
            day = record.get(dated)
            is_in = not dates or (
                (chosen.first is None or (day is not None and day >= chosen.first))
                and (chosen.last is None or (day is not None and day <= chosen.last))
            )
            if is_in and (
                not plain or any(self.holds(record, column, plain) for column in register_columns(chosen.table))
            ):
                found.append(record)
        return found


@pytest.fixture(scope="session")
def naive(kept: dict[str, list[dict[str, Any]]]) -> Naive:
    return Naive(kept)


@pytest.mark.parametrize("table", REGISTERS)
def test_a_register_shows_every_record_in_words(office: Office, naive: Naive, table: str) -> None:
    keys = registers.register_keys(office, RegisterFilter(table), usual_order(table))
    rows = registers.register_rows(office, table, keys)
    by_key = {key_of(table, one): one for one in naive.records(table)}
    assert sorted(keys) == sorted(by_key) and keys
    assert [row.key for row in rows] == keys
    for row in rows:
        record = by_key[row.key]
        assert row.claim_no == record.get("claim_no")
        assert row.cells == tuple(naive.cell(record, column) for column in register_columns(table))
    assert registers.register_counts(office)[table] == len(keys)


@pytest.mark.parametrize("table", REGISTERS)
def test_every_order_puts_what_is_empty_last_and_equals_by_key(office: Office, naive: Naive, table: str) -> None:
    for column in register_columns(table):
        for descending in (False, True):
            order = RegisterOrder(column.name, descending)
            expected = naive.ordered(table, order)
            assert registers.register_keys(office, RegisterFilter(table), order) == expected, order
            first = registers.first_of_register(office, RegisterFilter(table), order, 3)
            assert [row.key for row in first] == expected[:3], order


@pytest.mark.parametrize("table", REGISTERS)
def test_a_text_finds_what_is_shown(office: Office, naive: Naive, table: str) -> None:
    for text in TEXTS:
        chosen = RegisterFilter(table, text)
        expected = sorted(key_of(table, one) for one in naive.wanted(chosen))
        assert sorted(registers.register_keys(office, chosen, usual_order(table))) == expected, text


@pytest.mark.parametrize("table", REGISTERS)
def test_days_narrow_by_any_date_and_sums_are_those_of_the_rows(office: Office, naive: Naive, table: str) -> None:
    spans = [(None, None), (date(2024, 1, 1), date(2024, 12, 31)), (AS_OF, None), (None, AS_OF)]
    dated = [column.name for column in date_columns(table)] or [""]
    for name in ("", *dated):
        for first, last in spans:
            chosen = RegisterFilter(table, "", name, first, last)
            wanted = naive.wanted(chosen)
            sums = registers.register_sums(office, chosen)
            assert sums.count == len(wanted) == len(registers.register_keys(office, chosen, usual_order(table)))
            amounts = {one: sum(record[one] or 0 for record in wanted) for one in summed_columns(table)}
            assert sums.amounts == amounts


def test_a_row_that_is_gone_has_no_line(office: Office) -> None:
    keys = [("Y2",), ("存在しない",), ("Y1",)]
    assert [row.key for row in registers.register_rows(office, "tasks", keys)] == [("Y2",), ("Y1",)]


def test_many_keys_of_several_columns_are_read(database_url: str) -> None:
    rows = {name: found for name, found in Invented(1).rows.items() if name != "tags"}
    number = rows["claims"][0]["claim_no"]
    office = make_office(database_url, rows)
    tags = [{"claim_no": number, "tag": f"付箋{n:05}"} for n in range(1_201)]
    take_in(office, {"tags": tags})
    keys = registers.register_keys(office, RegisterFilter("tags"), RegisterOrder("tag", descending=True))
    assert [row.key[1] for row in registers.register_rows(office, "tags", keys)] == [
        one["tag"] for one in reversed(tags)
    ]
    office.close()
