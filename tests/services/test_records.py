"""Every record entered, corrected, taken out and undone: row, audit, books and totals in one transaction, both engines."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from collections_app.domain.breakdowns import of_year
from collections_app.domain.bundle import TABLES
from collections_app.domain.errors import NotFoundError, RecordConflictError, UserError
from collections_app.domain.forms import FormWanted
from collections_app.domain.judging import RefusedError
from collections_app.domain.records import (
    REMOVABLE,
    RecordRef,
    RemoveRecord,
    SaveRecord,
    key_of,
    merge,
    whole,
)
from collections_app.services.changes import Changes
from collections_app.services.claims import open_claim
from collections_app.services.finding import find
from collections_app.services.forms import find_options, open_form
from collections_app.services.maintenance import check
from collections_app.services.office import Office
from collections_app.services.records import read_record, remove_record, save_record, undo_record
from collections_app.services.statistics import figure_rows
from collections_app.storage import attachments, totals
from collections_app.storage.export import bundle_rows
from collections_app.storage.numbering import following
from collections_app.storage.tables import BUNDLE, audit_records
from tests.storage.making import SECTIONS, a_claim, base, take_in

DAY = date(2025, 3, 31)
Given = dict[str, Any]

SAMPLES: dict[str, Given] = {
    "staff": {"staff_no": "S9", "name": "江口 九", "section": SECTIONS[0], "role": "staff"},
    "parties": {"kind": "individual", "name": "架空　三郎", "kana": "カクウ サブロウ", "phone": "022-000-1111"},
    "claims": a_claim("K9", debtor_no="P3"),
    "claim_parties": {"claim_no": "K1", "party_no": "P4", "role": "heir", "share": "1/2", "inherits_from": "P2"},
    "collaterals": {"claim_no": "K1", "owner_no": "P1", "kind": "land", "location": "架空市中央1番"},
    "waivers": {
        "claim_no": "K1", "part": "damages", "amount": 1000, "decided_on": DAY, "reason": "一括弁済のため",
        "approval": "requested", "applied_on": DAY, "applied_by": "S1",
    },
    "legal_actions": {"claim_no": "K1", "kind": "lawsuit", "filed_on": DAY, "case_no": "令和7年(ワ)第8号"},
    "contacts": {"claim_no": "K1", "kind": "visit", "contacted_on": DAY, "party_no": "P2", "promised_amount": 3 * 10**9},
    "instalment_plans": {
        "claim_no": "K1", "starts_on": DAY, "day_of_month": 31, "amount": 30_000, "total": 100_000, "odd_yen": "first",
    },
    "disposals": {"claim_no": "K1", "proposed_on": DAY},
    "limitation_events": {"claim_no": "K1", "party_no": "P2", "kind": "demand", "occurred_on": DAY},
    "releases": {"claim_no": "K1", "guarantor_no": "P2", "channel": "direct", "settlement_amount": 5, "released_on": DAY},
    "support_measures": {"party_no": "P1", "claim_no": "K1", "kind": "expert_dispatch", "executed_on": DAY},
    "administration_stops": {"claim_no": "K1", "decided_on": DAY},
    "closings": {"claim_no": "K1", "decided_on": DAY, "reason": "破産免責"},
    "placements": {"claim_no": "K1", "servicer": "架空債権回収", "placed_on": DAY},
    "plans": {"fiscal_year": 2025, "figure": "visit", "value": 300},
    "plan_months": {"fiscal_year": 2025, "figure": "visit", "month": 4, "value": 25},
    "prior_figures": {"fiscal_year": 2020, "figure": "visit", "value": 200},
    "party_addresses": {"party_no": "P1", "valid_until": DAY, "address": "架空市旧町1"},
    "party_merges": {"party_no": "P8", "merged_into": "P9", "merged_on": DAY},
    "surveys": {"party_no": "P2", "claim_no": "K1", "surveyed_on": DAY, "income": 3_000_000, "housing": "rented"},
    "financial_statements": {"party_no": "P1", "period_end": DAY, "sales": 10**9, "net_profit": -(10**7)},
    "initial_steps": {"claim_no": "K1", "step": "survey", "due_on": DAY},
    "tasks": {"claim_no": "K1", "staff_no": "S1", "due_on": DAY, "title": "登記簿を取る"},
    "tags": {"claim_no": "K1", "tag": "重点"},
    "notes": {"claim_no": "K1", "written_on": DAY, "body": "引継ぎ"},
    "attachments": {
        "claim_no": "K1", "file_name": "a.pdf", "media_type": "application/pdf", "size": 3,
        "sha256": hashlib.sha256(b"abc").hexdigest(), "added_on": DAY,
    },
    "deputies": {"staff_no": "S1", "deputy_no": "S2", "starts_on": DAY, "ends_on": date(2025, 4, 30)},
    "virtual_accounts": {"account_no": "9990001", "party_no": "P1", "claim_no": "K1"},
    "payer_names": {"payer_name": "サトウ ハナコ", "party_no": "P1", "confirmed_on": DAY},
    "debit_accounts": {
        "customer_no": "00000001", "party_no": "P1", "bank_code": "0001", "branch_code": "001", "account_kind": "1",
        "account_no": "1234567", "holder": "サトウ ハナコ",
    },
    "direct_debits": {"claim_no": "K1", "customer_no": "77", "debited_on": DAY, "amount": 30_000},
    "rate_periods": {"claim_no": "K1", "since": date(2024, 4, 1), "rate": "3"},
    "insurance_claims": {"claim_no": "K1", "claimed_on": DAY},
    "shares": {"claim_no": "K1", "bearer": "jfc", "share": "4/5"},
    "servicer_reports": {"claim_no": "K1", "servicer": "架空債権回収", "month": date(2025, 3, 1), "gross": 10_000},
}  # fmt: skip
CHANGES: dict[str, Given] = {
    "staff": {"active_until": DAY},
    "parties": {"name": "架空　四郎", "status": "deceased", "status_on": DAY},
    "claims": {"principal": 2_000_000, "subrogated_on": date(2024, 5, 1), "staff_no": "S2"},
    "claim_parties": {"renounced_on": DAY},
    "collaterals": {"appraisal": 9_000_000},
    "waivers": {
        "amount": 2000,
        "decided_on": date(2025, 2, 28),
        "approval": "approved",
        "ruled_on": DAY,
        "ruled_by": "S2",
        "ringi_no": "債管第12号",
    },
    "legal_actions": {"case_no": "令和7年(ワ)第9号", "filed_on": date(2025, 4, 1)},
    "contacts": {
        "kind": "phone",
        "memo": "四月の電話",
        "contacted_on": date(2025, 4, 1),
        "claim_no": "K2",
        "party_no": "P1",
    },
    "instalment_plans": {"amount": 40_000, "payments": 2},
    "disposals": {"agreed_on": DAY, "price": 8_000_000},
    "limitation_events": {"until": date(2025, 9, 30)},
    "releases": {"released_on": date(2025, 4, 2)},
    "support_measures": {"kind": "extinguishing_guarantee"},
    "administration_stops": {"resumed_on": date(2025, 5, 1)},
    "closings": {"decided_on": date(2025, 4, 1)},
    "placements": {"returned_on": date(2025, 5, 1)},
    "plans": {"value": 310},
    "plan_months": {"value": 26},
    "prior_figures": {"value": 210},
    "party_addresses": {"memo": "住民票"},
    "party_merges": {"memo": "同一人"},
    "surveys": {"dependants": 3},
    "financial_statements": {"employees": 12},
    "initial_steps": {"done_on": DAY},
    "tasks": {"done_on": DAY},
    "tags": {"until": DAY},
    "notes": {"body": "引継ぎ済み"},
    "attachments": {"memo": "契約書"},
    "deputies": {"memo": "産休"},
    "virtual_accounts": {"ends_on": DAY},
    "payer_names": {"claim_no": "K1"},
    "debit_accounts": {"ends_on": DAY},
    "direct_debits": {"result": "0"},
    "rate_periods": {"rate": "5"},
    "insurance_claims": {"received_on": DAY, "amount": 800_000},
    "shares": {"share": "7/10"},
    "servicer_reports": {"cost": 1_000, "net": 9_000},
}
ENTERED = [table.name for table in TABLES if not table.append_only]


@pytest.fixture
def claims(office: Office) -> Iterator[Office]:
    tie = {"claim_no": "K1", "party_no": "P2", "role": "joint_guarantor"}
    receipt = {
        "receipt_no": "E1", "claim_no": "K1", "received_on": date(2024, 9, 30), "posted_on": date(2024, 9, 30),
        "amount": 100_000, "recovery_type": "regular",
    }  # fmt: skip
    take_in(
        office,
        base()
        | {"claims": [a_claim("K1"), a_claim("K2", staff_no="S2")], "claim_parties": [tie], "receipts": [receipt]}
        | {"debit_accounts": [{**SAMPLES["debit_accounts"], "customer_no": "77"}]},
    )
    with office.database.writing() as connection:
        attachments.keep(connection, hashlib.sha256(b"abc").hexdigest(), b"abc")
    yield office
    assert check(office) == ()  # every test leaves a database that is proven


def save(office: Office, table: str, given: Given) -> Changes:
    return save_record(office, SaveRecord(table, given))


def saved(office: Office, table: str, given: Given) -> dict[str, Any]:
    changes = save(office, table, given)
    with office.database.reading() as connection:
        columns = [BUNDLE[table].c[name] for name in BUNDLE[table].c.keys() if name != "audit_no"]  # noqa: SIM118
        query = select(*columns).where(BUNDLE[table].c.audit_no == changes.audit_no)
        return dict(connection.execute(query).one()._mapping)


def everything(office: Office) -> list[tuple[str, list[tuple[Any, ...]]]]:
    """Return every row of the bundle and every total that is not nothing."""
    with office.database.reading() as connection:
        rows = [(table.name, [tuple(row) for row in found]) for table, found in bundle_rows(connection)]
        counted = [(*key, *pair) for key, pair in sorted(totals.kept(connection).items()) if pair != (0, 0)]
    return [*rows, ("totals", counted)]


def test_there_is_a_sample_of_every_table_that_is_entered() -> None:
    assert sorted(SAMPLES) == sorted(CHANGES) == sorted(ENTERED)


@pytest.mark.parametrize("table", ENTERED)
def test_a_record_is_kept_corrected_and_each_step_undone(claims: Office, table: str) -> None:
    at_first = everything(claims)
    first = saved(claims, table, SAMPLES[table])
    key = key_of(table, first)
    assert whole(table, {**first, **SAMPLES[table]}) == first == read_record(claims, table, key)
    added = everything(claims)
    after = {**first, **CHANGES[table]}
    changes = save_record(claims, SaveRecord(table, after, first))
    assert read_record(claims, table, key_of(table, after)) == after
    assert check(claims) == ()
    undone = undo_record(claims, changes.audit_no)
    assert read_record(claims, table, key) == first
    assert added == everything(claims)
    assert undone.audit_no > changes.audit_no
    if table in REMOVABLE:
        remove_record(claims, RemoveRecord(table, first))
        assert everything(claims) == at_first
        with pytest.raises(NotFoundError):
            read_record(claims, table, key)
    else:
        with pytest.raises(UserError, match="削除できません"):
            remove_record(claims, RemoveRecord(table, first))


@pytest.mark.parametrize("table", sorted(REMOVABLE))
def test_what_was_taken_out_comes_back_as_it_was(claims: Office, table: str) -> None:
    first = saved(claims, table, SAMPLES[table])
    kept = everything(claims)
    removed = remove_record(claims, RemoveRecord(table, first))
    undo_record(claims, removed.audit_no)
    assert everything(claims) == kept


def test_money_is_not_rewritten(claims: Office) -> None:
    receipt = read_record(claims, "receipts", ("E1",))
    with pytest.raises(UserError, match="書き換えられません"):
        save_record(claims, SaveRecord("receipts", {**receipt, "amount": 1}, receipt))
    with pytest.raises(UserError, match="削除できません"):
        remove_record(claims, RemoveRecord("receipts", receipt))


def test_a_colleagues_change_is_not_overwritten_and_can_be_merged(claims: Office) -> None:
    seen = saved(claims, "contacts", SAMPLES["contacts"])
    mine = {**seen, "memo": "私の訂正", "next_on": date(2025, 5, 1)}
    save_record(claims, SaveRecord("contacts", {**seen, "memo": "同僚の訂正", "outcome": "met"}, seen))
    with pytest.raises(RecordConflictError, match="ほかの人が変えました") as caught:
        save_record(claims, SaveRecord("contacts", mine, seen))
    theirs = caught.value.kept
    both = merge(seen, mine, theirs)
    assert both.contested == ("memo",)
    assert both.merged == {**theirs, "next_on": date(2025, 5, 1)}
    save_record(claims, SaveRecord("contacts", {**both.merged, "memo": "二人の訂正"}, theirs))
    kept = read_record(claims, "contacts", key_of("contacts", seen))
    assert (kept["memo"], kept["outcome"], kept["next_on"]) == ("二人の訂正", "met", date(2025, 5, 1))


def test_an_undo_does_not_take_back_a_later_change(claims: Office) -> None:
    seen = saved(claims, "contacts", SAMPLES["contacts"])
    first = save_record(claims, SaveRecord("contacts", {**seen, "memo": "一"}, seen))
    save_record(claims, SaveRecord("contacts", {**seen, "memo": "二"}, {**seen, "memo": "一"}))
    with pytest.raises(UserError, match="このあとにほかの変更がある"):
        undo_record(claims, first.audit_no)


def test_the_undoing_of_an_import_is_refused(claims: Office) -> None:
    with claims.database.reading() as connection:
        imported = connection.scalar(select(audit_records.c.audit_no))
    assert imported is not None
    with pytest.raises(UserError, match="元に戻せる変更ではありません"):
        undo_record(claims, imported)


def test_an_address_that_changes_goes_into_the_history(claims: Office) -> None:
    seen = read_record(claims, "parties", ("P2",))
    save_record(claims, SaveRecord("parties", {**seen, "address": "別市新町2-2", "phone": "080-1111-2222"}, seen))
    old = read_record(claims, "party_addresses", ("H000001",))
    assert (old["party_no"], old["address"], old["phone"]) == ("P2", seen["address"], seen["phone"])


def test_what_is_entered_is_found_and_shown(claims: Office) -> None:
    party = saved(claims, "parties", SAMPLES["parties"])
    save(claims, "claims", a_claim("K9", debtor_no=party["party_no"]))
    save(claims, "legal_actions", {**SAMPLES["legal_actions"], "claim_no": "K9"})
    assert {hit.claim_no for hit in find(claims, "三郎")} == {"K9"}
    assert [option.value for option in find_options(claims, "parties", "サブロウ")] == [party["party_no"]]
    assert [option.value for option in find_options(claims, "claims", "三郎")] == ["K9"]
    page = open_claim(claims, "K9", DAY)
    assert (page.debtor.name, page.principal, [action.case_no for action in page.actions]) == (
        "架空　三郎",
        1_000_000,
        ["令和7年(ワ)第8号"],
    )
    seen = read_record(claims, "parties", (party["party_no"],))
    save_record(claims, SaveRecord("parties", {**seen, "name": "実在　七子", "kana": None}, seen))
    assert find(claims, "三郎") == []
    assert {hit.claim_no for hit in find(claims, "七子")} == {"K9"}


def test_a_visit_is_counted_at_once_and_the_rows_say_so(claims: Office) -> None:
    save(claims, "contacts", SAMPLES["contacts"])
    rows = figure_rows(claims, of_year("visit", 2024, DAY))
    assert (rows.total, [row[0] for row in rows.rows]) == (1, ["K1"])


def test_a_late_waiver_is_refused_where_nothing_is_left_to_waive(claims: Office) -> None:
    before = everything(claims)
    with pytest.raises(
        RefusedError, match="令和7年3月31日現在の損害金は179,520円で、減免額はそれを超えています。"
    ) as caught:
        save(claims, "waivers", {**SAMPLES["waivers"], "amount": 10**9})
    assert [finding.column for finding in caught.value.findings] == ["amount"]
    assert everything(claims) == before


def test_a_claim_cannot_begin_after_its_first_receipt(claims: Office) -> None:
    seen = read_record(claims, "claims", ("K1",))
    with pytest.raises(RefusedError, match="代位弁済日より前の日付です。"):
        save_record(claims, SaveRecord("claims", {**seen, "subrogated_on": date(2024, 10, 1)}, seen))


@pytest.mark.parametrize(
    ("table", "given", "error", "sentence"),
    [
        ("contacts", {"claim_no": "K99"}, NotFoundError, "求償権番号「K99」の求償権はありません。"),
        ("contacts", {"party_no": "P3"}, RefusedError, "この求償権の関係人ではありません。"),
        ("contacts", {"promised_amount": 0}, RefusedError, "約束額が1円未満です。"),
        ("contacts", {"kind": None}, RefusedError, "種別がありません。"),
        ("contacts", {"also_claims": "K2 K98"}, RefusedError, "「K98」という求償権は登録されていません。"),
        ("collaterals", {"owner_no": "P99"}, RefusedError, "「P99」という関係人は登録されていません。"),
        ("claim_parties", {"party_no": "P2", "role": "joint_guarantor"}, RefusedError, "すでに登録されています。"),
        ("staff", {"staff_no": "S1"}, RefusedError, "すでに登録されています。"),
        ("deputies", {"deputy_no": "S1"}, RefusedError, "代行者が本人です。"),
        ("notes", {"claim_no": None}, RefusedError, "求償権番号も関係人番号もありません。"),
        ("claim_parties", {"share": "3/2"}, RefusedError, "持分が0より大きく1以下ではありません。"),
    ],
)
def test_what_is_refused_leaves_nothing(
    claims: Office, table: str, given: Given, error: type[Exception], sentence: str
) -> None:
    before = everything(claims)
    with pytest.raises(error, match=sentence):
        save(claims, table, {**SAMPLES[table], **given})
    assert everything(claims) == before


def test_a_record_that_others_use_is_not_taken_out(claims: Office) -> None:
    collateral = saved(claims, "collaterals", SAMPLES["collaterals"])
    save(claims, "disposals", {**SAMPLES["disposals"], "collateral_no": collateral["collateral_no"]})
    with pytest.raises(UserError, match="任意処分「D000001」がこの記録を使っています（1件）。"):
        remove_record(claims, RemoveRecord("collaterals", collateral))


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        (["N0008590"], "N0008591"),
        (["N0008590", "N0000003"], "N0008591"),
        (["N9999999"], "N10000000"),
        (["N9999998", "N9999999", "N10000000", "N10000001"], "N10000002"),
        (["C-09"], "C-10"),
        (["0099"], "0100"),
        (["記録"], "N0000001"),
        (["記録", "N0000007", "Nabc123x"], "N0000008"),
    ],
)
def test_numbers_go_on_where_the_series_stands(claims: Office, kept: list[str], expected: str) -> None:
    rows = [{"contact_no": no, "claim_no": "K1", "kind": "phone", "contacted_on": DAY} for no in kept]
    take_in(claims, {"contacts": rows})
    assert open_form(claims, FormWanted("contacts", given={"claim_no": "K1"})).number == expected
    assert save(claims, "contacts", SAMPLES["contacts"]).number == expected


def test_the_number_after_another_keeps_its_digits() -> None:
    assert [following(no) for no in ("N0000009", "A9", "99")] == ["N0000010", "A10", "100"]


def test_a_form_offers_what_belongs_to_the_claim(claims: Office) -> None:
    saved(claims, "collaterals", SAMPLES["collaterals"])
    view = open_form(claims, FormWanted("disposals", given={"claim_no": "K1"}))
    assert [option.value for option in view.choices["collateral_no"]] == ["B000001"]
    assert [option.value for option in view.choices["staff_no"]] == ["S1", "S3", "S2"]
    assert (view.before, view.number, view.around.subrogated_on) == (None, "D000001", date(2023, 12, 20))
    assert view.subject == "K1 佐藤　花子"
    form = open_form(claims, FormWanted("contacts", given={"claim_no": "K1"}))
    assert [(option.value, option.detail) for option in form.choices["party_no"]] == [
        ("P1", "主債務者"),
        ("P2", "連帯保証人"),
    ]
    with pytest.raises(NotFoundError, match="交渉記録「N9」はありません。"):
        open_form(claims, FormWanted(*RecordRef("contacts", ("N9",))))
