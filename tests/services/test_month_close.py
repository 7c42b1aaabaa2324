"""Month closes: what is frozen stays, what comes later is in the bridge, and only two people open a month again."""

from __future__ import annotations

import getpass
import hashlib
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from collections_app.domain.errors import BundleError, UserError
from collections_app.domain.figures import FIGURES
from collections_app.domain.judging import RefusedError
from collections_app.domain.month_close import Bridge, Closed, CloseKind, chained
from collections_app.domain.records import RemoveRecord, ReverseRecord, SaveRecord, reversal_of
from collections_app.services import month_close, statistics
from collections_app.services.maintenance import check
from collections_app.services.money import reverse_record
from collections_app.services.month_reprint import reprint_month
from collections_app.services.office import Office
from collections_app.services.records import read_record, remove_record, save_in, save_record
from collections_app.services.transfers import import_bundle
from collections_app.storage import month_closes, records
from tests.storage.making import Rows, a_claim, base, take_in

MARCH, APRIL = date(2025, 3, 1), date(2025, 4, 1)


def contact(number: str, on: date) -> dict[str, Any]:
    return {
        "contact_no": number, "claim_no": "K1", "kind": "visit", "contacted_on": on, "section": "管理第一課",
        "staff_no": "S1",
    }  # fmt: skip


def receipt(number: str | None, on: date, amount: int, **given: object) -> dict[str, Any]:
    return {
        "receipt_no": number, "claim_no": "K1", "received_on": on, "posted_on": on, "amount": amount,
        "recovery_type": "regular", "reason": "約定による", "section": "管理第一課", "staff_no": "S1", **given,
    }  # fmt: skip


@pytest.fixture
def claims(office: Office) -> Iterator[Office]:
    support = {
        "measure_no": "M1", "party_no": "P1", "kind": "expert_dispatch", "executed_on": date(2025, 3, 3),
    }  # fmt: skip
    rows: Rows = {
        "claims": [a_claim("K1"), a_claim("K2", staff_no="S2", section="管理第二課")],
        "contacts": [
            contact("N1", date(2025, 3, 3)),
            contact("N2", date(2025, 3, 31)),
            contact("N3", date(2025, 2, 3)),
        ],
        "receipts": [
            receipt("R1", date(2025, 2, 10), 30_000),
            receipt("R2", date(2025, 3, 10), 40_000),
            receipt(
                "R3",
                date(2025, 3, 20),
                50_000,
                claim_no="K2",
                section="管理第二課",
                staff_no="S2",
                recovery_type="irregular",
            ),
        ],
        "support_measures": [support],
    }
    take_in(office, base() | rows)
    yield office
    assert check(office) == ()


def save(office: Office, table: str, after: dict[str, Any], key: str | None = None) -> None:
    before = None if key is None else read_record(office, table, (key,))
    save_record(office, SaveRecord(table, {**(before or {}), **after}, before))


def snapshot_of(office: Office, closed: Closed) -> str:
    with office.database.reading() as connection:
        return month_closes.snapshot(connection, closed.close_no)


def differences(found: Bridge) -> dict[str, int]:
    assert found.adds_up
    return {one.figure: one.delta for one in found.sums if one.delta}


def correct_much(office: Office) -> None:
    """Do all that can still happen to a closed March."""
    save(office, "receipts", receipt(None, date(2024, 1, 5), 70_000, posted_on=APRIL))  # moves every later split
    save(office, "contacts", contact("", date(2025, 3, 15)) | {"memo": "記入漏れ"})
    save(office, "contacts", {"contacted_on": date(2025, 4, 2)}, "N1")
    remove_record(office, RemoveRecord("contacts", read_record(office, "contacts", ("N2",))))
    save(office, "claims", {"damages_rate": "14.0"}, "K2")
    reverse_record(office, ReverseRecord("receipts", read_record(office, "receipts", ("R2",)), "組戻し"))
    closing = {"closing_no": None, "claim_no": "K1", "decided_on": date(2025, 3, 25), "reason": "免責", "amount": 1}
    save(office, "closings", closing)
    save(office, "support_measures", {"executed_on": date(2025, 5, 1)}, "M1")


def test_a_close_freezes_figures_and_rows(claims: Office) -> None:
    whole = statistics.year_figures(claims, 2024, date(2025, 3, 31))
    closed = month_close.close_month(claims, MARCH)
    text = snapshot_of(claims, closed)
    kept = json.loads(text)
    assert closed.sha256 == chained("", text)
    assert kept["figures"]["recovery.total"] == 90_000
    assert kept["figures"]["visit"] == 2
    assert kept["figures"]["expert_dispatch"] == 1
    assert kept["figures"]["outstanding.principal"] == whole.figures["outstanding.principal"].current
    assert kept["sections"]["管理第二課"]["recovery.irregular"] == [1, 50_000]
    assert kept["staff"]["S1"]["recovery.regular"] == [1, 40_000]
    for key, figure in whole.figures.items():
        assert kept["year"][key] == [figure.current, figure.previous, figure.plan]
    told = json.dumps(kept["rows"], ensure_ascii=False, separators=(",", ":"))
    assert kept["rows_sha256"] == hashlib.sha256(told.encode()).hexdigest()
    assert ["visit", "contacts", "N1", "K1"] in [row[:4] for row in kept["rows"]]
    (line,) = month_close.history(claims)
    assert line == closed
    assert line.actor == getpass.getuser()


def test_the_bridge_explains_every_figure_to_the_yen(claims: Office) -> None:
    month_close.close_month(claims, MARCH)
    assert differences(month_close.bridge(claims, MARCH)) == {}
    assert month_close.bridge(claims, MARCH).lines == ()
    correct_much(claims)
    found = month_close.bridge(claims, MARCH)
    told = differences(found)
    assert told["visit"] == -1
    assert told["claim_closing"] == 1
    assert told["expert_dispatch"] == -1
    assert told["outstanding.count"] == -1
    assert "recovery.total" not in told, "money typed later is posted into the open month"
    now = statistics.year_figures(claims, 2024, date(2025, 3, 31)).figures
    frozen = {one.figure: one for one in found.sums}
    assert frozen["outstanding.principal"].now == now["outstanding.principal"].current
    assert len(found.sums) == len(FIGURES)
    visits = {line.why.split("（")[0].split("。")[0]: line for line in found.lines if line.figure == "visit"}
    assert set(visits) == {"交渉記録 N4 の登録", "交渉記録 N1 の訂正", "交渉記録 N2 の削除"}
    assert visits["交渉記録 N1 の訂正"].why == "交渉記録 N1 の訂正（日付）"
    assert visits["交渉記録 N4 の登録"].why.endswith("記入漏れ")
    assert {line.actor for line in found.lines} == {getpass.getuser()}
    assert all(line.at is not None for line in found.lines)


def test_a_past_month_reprints_to_the_byte_after_a_thousand_corrections(claims: Office, tmp_path: Path) -> None:
    closed = month_close.close_month(claims, MARCH)
    first = [reprint_month(claims, MARCH, tmp_path / f"first.{kind}").read_bytes() for kind in ("xlsx", "json")]
    today = reprint_month(claims, MARCH, tmp_path / "today.json", as_known_today=True).read_bytes()
    assert first[1].decode() == snapshot_of(claims, closed)
    assert today == first[1]
    correct_much(claims)
    month_close.close_month(claims, APRIL)
    correct_a_thousand_times(claims)
    again = [reprint_month(claims, MARCH, tmp_path / f"again.{kind}").read_bytes() for kind in ("xlsx", "json")]
    assert again == first
    later = json.loads(reprint_month(claims, MARCH, tmp_path / "later.json", as_known_today=True).read_bytes())
    assert later["figures"]["visit"] == 2 - 1 + 400
    bridge = month_close.bridge(claims, MARCH)
    assert differences(bridge)["visit"] == 2 - 1 + 400 - 2
    for one in bridge.sums:  # to the yen: what was frozen and every line of the bridge make what is known today
        lines = sum(line.delta for line in bridge.lines if line.figure == one.figure)
        assert one.frozen + lines == one.now == later["figures"][one.figure], one.figure


def correct_a_thousand_times(office: Office) -> None:
    """Enter visits of March late, move them within it, take in money of March and take it back, all at once."""
    may = date(2025, 5, 1)
    with office.database.writing() as connection:

        def keep(table: str, after: dict[str, Any], before: dict[str, Any] | None = None) -> dict[str, Any]:
            key = save_in(connection, SaveRecord(table, {**(before or {}), **after}, before)).number
            found = records.read(connection, table, (key,))
            assert found is not None
            return found

        for n in range(400):
            visit = keep("contacts", contact("", date(2025, 3, 16)))
            keep("contacts", {"contacted_on": date(2025, 3, 1 + n % 31)}, visit)
        for n in range(100):
            where = {"claim_no": f"K{1 + n % 2}", "recovery_type": ("regular", "irregular")[n % 2]}
            paid = keep("receipts", receipt(None, date(2025, 3, 1 + n % 31), 1_000 + n, **where, posted_on=may))
            keep("receipts", reversal_of("receipts", paid, may, "組戻し"))


def test_nothing_is_posted_into_a_closed_month(claims: Office, small: SimpleNamespace) -> None:
    month_close.close_month(claims, MARCH)
    with pytest.raises(RefusedError) as caught:
        save(claims, "receipts", receipt(None, date(2025, 3, 31), 1_000))
    (finding,) = caught.value.findings
    assert finding.column == "posted_on"
    assert "令和7年3月は締めてあります" in finding.message
    assert "2025-04-01" in finding.remedy
    with pytest.raises(RefusedError):
        save(claims, "receipts", receipt(None, date(2025, 2, 1), 1_000))
    save(claims, "receipts", receipt(None, date(2025, 3, 31), 1_000, posted_on=APRIL))
    heading = "receipt_no,claim_no,received_on,posted_on,amount,recovery_type\n"
    closed, opened = "R8,K1,2025-03-05,2025-03-05,5,regular\n", "R9,K1,2025-03-05,2025-04-05,5,regular\n"
    with pytest.raises(BundleError) as refused:
        import_bundle(claims, small.write("closed", receipts=heading + opened + closed))
    (problem,) = refused.value.problems
    assert (problem.place.file, problem.place.row, problem.place.column) == ("receipts.csv", 3, "計上日")
    import_bundle(claims, small.write("open", receipts=heading + opened))
    assert differences(month_close.bridge(claims, MARCH)) == {}


def test_months_are_closed_in_order_and_when_they_are_over(claims: Office) -> None:
    with pytest.raises(UserError, match="終わっていません"):
        month_close.close_month(claims, date(2999, 1, 1))
    with pytest.raises(UserError, match="締めてありません"):
        month_close.bridge(claims, MARCH)
    first = month_close.close_month(claims, MARCH)
    with pytest.raises(UserError, match="すでに"):
        month_close.close_month(claims, MARCH)
    with pytest.raises(UserError, match="次に締めるのは令和7年4月"):
        month_close.close_month(claims, date(2025, 5, 1))
    second = month_close.close_month(claims, APRIL)
    assert second.sha256 == chained(first.sha256, snapshot_of(claims, second))


def test_opening_again_needs_two_people_and_a_reason(claims: Office) -> None:
    first = month_close.close_month(claims, MARCH)
    for people in (("佐藤", ""), ("", "鈴木"), ("Ｓａｔｏ", " sato ")):
        with pytest.raises(UserError, match="人"):
            month_close.reopen_month(claims, MARCH, *people, "誤り")
    with pytest.raises(UserError, match="理由"):
        month_close.reopen_month(claims, MARCH, "佐藤", "鈴木", " ")
    month_close.close_month(claims, APRIL)
    with pytest.raises(UserError, match="最後に締めた月"):
        month_close.reopen_month(claims, MARCH, "佐藤", "鈴木", "誤り")
    month_close.reopen_month(claims, APRIL, "佐藤", "鈴木", "誤り")
    opened = month_close.reopen_month(claims, MARCH, "佐藤", "鈴木", "計上漏れ")
    assert (opened.kind, opened.actor, opened.confirmed_by, opened.reason) == (
        CloseKind.REOPENED, "佐藤", "鈴木", "計上漏れ",
    )  # fmt: skip
    save(claims, "receipts", receipt(None, date(2025, 3, 31), 1_000))
    again = month_close.close_month(claims, MARCH)
    kept = [json.loads(snapshot_of(claims, one))["figures"]["recovery.total"] for one in (first, again)]
    assert kept == [90_000, 91_000]
    assert [one.kind.value for one in month_close.history(claims)] == [
        "closed", "reopened", "reopened", "closed", "closed",
    ]  # fmt: skip


def test_a_year_is_sealed_with_its_twelve_months(claims: Office) -> None:
    with pytest.raises(UserError, match="2024-04"):
        month_close.seal_year(claims, 2024)
    months = [date(2024 + (at > 8), (at + 3) % 12 + 1, 1) for at in range(12)]
    hashes = [month_close.close_month(claims, month).sha256 for month in months]
    sealed = month_close.seal_year(claims, 2024)
    assert list(json.loads(snapshot_of(claims, sealed))["months"].values()) == hashes
    with pytest.raises(UserError, match="封印してあります"):
        month_close.seal_year(claims, 2024)
    with pytest.raises(UserError, match="再開できません"):
        month_close.reopen_month(claims, MARCH, "佐藤", "鈴木", "誤り")


def test_the_checklist_opens_what_is_open(claims: Office) -> None:
    line = {"deposit_no": None, "received_on": date(2025, 3, 28), "kind": "transfer", "amount": 10_000}
    save(claims, "deposits", line)
    asked = {"claim_no": "K1", "part": "damages", "amount": 1, "decided_on": date(2025, 3, 31), "reason": "少額"}
    save(claims, "waivers", asked | {"applied_on": date(2025, 3, 30), "applied_by": "S1"})
    unapplied, debits, undecided, moving, totals = month_close.checklist(claims, MARCH)
    ((_, number, day, amount, left),) = unapplied.rows.rows
    assert (day, amount, left) == (date(2025, 3, 28), 10_000, 10_000)
    assert debits.rows.rows == ()
    assert undecided.rows.rows == (("K1", "減免", "W000001", date(2025, 3, 30), 1),)
    assert [row[1] for row in moving.rows.rows] == ["R2", "R3"], "typed today"
    assert (totals.rows.total, totals.forbids) == (0, False)
    save(claims, "receipts", receipt(None, date(2025, 3, 28), 10_000, deposit_no=number))
    assert month_close.checklist(claims, MARCH)[0].rows.rows == ()
    assert month_close.checklist(claims, date(2025, 2, 1))[0].rows.rows == ()


def test_totals_that_do_not_agree_forbid_a_close(claims: Office) -> None:
    change = "UPDATE monthly_totals SET amount = amount {} 1 WHERE measure = 'recovery.regular' AND dim = ''"
    with claims.database.writing() as connection:
        connection.exec_driver_sql(change.format("+"))
    assert month_close.checklist(claims, MARCH)[-1].forbids
    with pytest.raises(UserError, match="集計"):
        month_close.close_month(claims, MARCH)
    with claims.database.writing() as connection:
        connection.exec_driver_sql(change.format("-"))


def test_a_tampered_snapshot_is_found(office: Office) -> None:
    take_in(office, base() | {"claims": [a_claim("K1")]})
    month_close.close_month(office, MARCH)
    with office.database.writing() as connection:
        if office.database.is_sqlite:
            query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'month_closes'"
            for name in connection.exec_driver_sql(query).scalars().all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql("ALTER TABLE month_closes DISABLE TRIGGER ALL")
        connection.exec_driver_sql("UPDATE month_closes SET snapshot = replace(snapshot, '1', '2')")
    assert [problem.place.file for problem in check(office) if "ハッシュ" in problem.message] == ["月次締め"]
