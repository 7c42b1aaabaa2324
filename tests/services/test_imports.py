"""Imports as a whole: all or nothing, twice the same, late receipts, corrections; on both engines."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from collections_app.domain.errors import BundleError, CancelledError
from collections_app.domain.progress import Progress
from collections_app.services import statistics
from collections_app.services.maintenance import check, rebuild_totals
from collections_app.services.office import Office, open_office
from collections_app.services.transfers import export_bundle, import_bundle
from collections_app.storage.tables import APPEND_ONLY, audit_records, ledger_entries, metadata, month_closes
from tests.exchange.samples import sample, taken_in, write_folder
from tests.exchange.test_bad_cells import CASES


def _counts(office: Office) -> dict[str, int]:
    with office.database.reading() as connection:
        return {
            name: connection.scalar(select(func.count()).select_from(table)) or 0
            for name, table in metadata.tables.items()
        }


def _exported(office: Office, path: Path) -> bytes:
    export_bundle(office, path)
    return path.read_bytes()


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Give an empty database that no bad bundle may change."""
    return open_office(str(tmp_path_factory.mktemp("untouched") / "db.sqlite3"))


@pytest.mark.parametrize(("table", "row", "column", "value", "part"), CASES)
def test_one_wrong_cell_and_nothing_is_written(
    untouched: Office, tmp_path: Path, table: str, row: int, column: str, value: str, part: str
) -> None:
    rows = sample()
    rows[table][row][column] = value
    bundle = write_folder(tmp_path / "bundle", rows)
    _, found = taken_in(bundle)  # what reading and checking say; here: what an import makes of it
    if all(problem.is_warning for problem in found):
        report = import_bundle(untouched, bundle, dry_run=True)
        assert any(part in warning.message and warning.remedy for warning in report.warnings)
    else:
        with pytest.raises(BundleError) as caught:
            import_bundle(untouched, bundle)
        assert any(part in problem.message for problem in caught.value.problems)
        assert all(problem.remedy and problem.place.file for problem in caught.value.problems)
    assert set(_counts(untouched).values()) == {0}


def test_a_bundle_goes_in_once(office: Office, tmp_path: Path) -> None:
    bundle = write_folder(tmp_path / "bundle", sample())
    first = import_bundle(office, bundle)
    counts = _counts(office)
    second = import_bundle(office, bundle)
    assert sum(first.added.values()) == sum(second.unchanged.values())
    assert not any(second.added.values())
    after = _counts(office)
    assert after.pop("audit_records") == counts.pop("audit_records") + 1  # that it was tried again is recorded
    assert after == counts
    assert check(office) == ()


def test_a_dry_run_and_a_stopped_import_leave_nothing(office: Office, tmp_path: Path) -> None:
    bundle = write_folder(tmp_path / "bundle", sample())
    report = import_bundle(office, bundle, dry_run=True)
    assert sum(report.added.values()) > 0
    assert set(_counts(office).values()) == {0}
    seen: list[str] = []
    import_bundle(office, bundle, dry_run=True, progress=Progress(lambda text, *_: seen.append(text)))
    for stop_at in range(1, len(seen)):
        with pytest.raises(CancelledError):
            import_bundle(office, bundle, progress=_stopping_after(stop_at))
    assert set(_counts(office).values()) == {0}


def _stopping_after(steps: int) -> Progress:
    told: list[str] = []
    return Progress(lambda text, *_: told.append(text), lambda: len(told) >= steps)


def test_an_import_leaves_one_record_with_the_hash_of_the_file(office: Office, tmp_path: Path) -> None:
    report = import_bundle(office, write_folder(tmp_path / "bundle", sample()))
    with office.database.reading() as connection:
        records = connection.execute(select(audit_records)).all()
    assert len(records) == 1
    assert (records[0].tag, records[0].subject) == ("office:bundle:import", "bundle")
    assert report.sha256 in records[0].detail


def test_a_row_that_differs_is_named_with_what_is_kept(office: Office, tmp_path: Path) -> None:
    rows = sample()
    import_bundle(office, write_folder(tmp_path / "first", rows))
    rows["parties"][0]["name"] = "別名商事㈱"
    with pytest.raises(BundleError) as caught:
        import_bundle(office, write_folder(tmp_path / "second", rows))
    (problem,) = caught.value.problems
    assert (problem.place.row, problem.place.column, problem.value) == (2, "名称", "別名商事㈱")
    assert "架空商事㈱" in problem.message
    report = import_bundle(office, tmp_path / "second", update=True)
    assert report.updated["parties"] == 1
    assert check(office) == ()


def test_receipts_and_costs_are_never_updated(office: Office, tmp_path: Path) -> None:
    rows = sample()
    import_bundle(office, write_folder(tmp_path / "first", rows))
    rows["receipts"][2]["amount"] = "4000"
    with pytest.raises(BundleError, match="何も登録していません") as caught:
        import_bundle(office, write_folder(tmp_path / "second", rows), update=True)
    assert any("書き換えられません" in problem.remedy for problem in caught.value.problems)


def test_new_terms_are_carried_through_the_ledger(office: Office, tmp_path: Path) -> None:
    rows = sample()
    import_bundle(office, write_folder(tmp_path / "first", rows))
    rows["claims"][0]["damages_rate"] = "10"
    rows["claims"][0]["allocation_order"] = "statutory"
    import_bundle(office, write_folder(tmp_path / "second", rows), update=True)
    assert check(office) == ()  # stored = replayed


def test_what_the_ledger_contradicts_is_refused_at_its_row(office: Office, tmp_path: Path) -> None:
    rows = sample()
    rows["receipts"][2] |= {"to_costs": "3000", "to_damages": "0", "to_principal": "0"}
    rows["waivers"] = [
        {"waiver_no": "W1", "claim_no": "K2", "part": "principal", "amount": "2000001", "decided_on": "2022-04-10"}
    ]
    with pytest.raises(BundleError) as caught:
        import_bundle(office, write_folder(tmp_path / "bundle", rows))
    places = {(p.place.file, p.place.row, p.place.column) for p in caught.value.problems}
    assert ("receipts.csv", 4, "費用充当") in places
    assert ("waivers.csv", 2, "減免額") in places
    assert all("円です" in problem.message for problem in caught.value.problems)
    assert set(_counts(office).values()) == {0}


def test_a_reversal_mirrors_the_split_that_the_rule_made(office: Office, small: SimpleNamespace) -> None:
    heading = (
        "receipt_no,claim_no,received_on,posted_on,amount,recovery_type,to_costs,to_damages,to_principal,reverses\n"
    )
    given = {
        "staff": "staff_no,name,section,role\nS1,甲,第一課,staff\n",
        "parties": "party_no,kind,name\nP1,individual,甲野\n",
        "claims": "claim_no,debtor_no,subrogated_on,principal,interest,damages_rate,section,staff_no\n"
        "K1,P1,2024-01-01,100,0,0,第一課,S1\n",
        "costs": "cost_no,claim_no,paid_on,kind,amount\nC1,K1,2024-01-02,stamp,10\n",
    }
    original = "R1,K1,2024-02-01,2024-02-01,50,regular,,,,\n"
    wrong = "R2,K1,2024-02-01,2024-03-01,-50,regular,0,0,-50,R1\n"
    with pytest.raises(BundleError) as caught:
        import_bundle(office, small.write("wrong", **given, receipts=heading + original + wrong))
    (problem,) = caught.value.problems
    assert (problem.place.file, problem.place.row, problem.place.column) == ("receipts.csv", 3, "費用充当")
    right = wrong.replace("0,0,-50,R1", "-10,0,-40,R1")
    import_bundle(office, small.write("right", **given, receipts=heading + original + right))
    late = "R3,K1,2024-01-15,2024-04-01,10,regular,,,,\n"  # it pays the costs, so the pair falls on the principal
    import_bundle(office, small.write("late", receipts=heading + late))
    assert check(office) == ()


def test_the_database_itself_refuses_to_change_the_ledger(office: Office, tmp_path: Path) -> None:
    import_bundle(office, write_folder(tmp_path / "bundle", sample()))
    with office.database.writing() as connection:
        closed = {"month": "2021-05", "kind": "closed", "actor": "a", "audit_no": 1}
        connection.execute(month_closes.insert().values(recorded_at=datetime.now(UTC), **closed))
    for name in APPEND_ONLY:
        for statement in (f"UPDATE {name} SET audit_no = audit_no", f"DELETE FROM {name}"):
            with pytest.raises(DBAPIError, match="append-only"), office.database.writing() as connection:
                connection.exec_driver_sql(statement)


def test_checks_find_planted_faults(office: Office, tmp_path: Path) -> None:
    import_bundle(office, write_folder(tmp_path / "bundle", sample()))
    with office.database.writing() as connection:
        connection.exec_driver_sql("UPDATE monthly_totals SET amount = amount + 1 WHERE measure = 'recovery.regular'")
        connection.exec_driver_sql("UPDATE claim_balances SET damages = damages + 1 WHERE claim_no = 'K1'")
        entry = select(ledger_entries).where(ledger_entries.c.kind == "receipt").limit(1)
        row = dict(connection.execute(entry).mappings().one())
        del row["entry_no"]
        connection.execute(ledger_entries.insert().values(row))
        trigger = (
            "DROP TRIGGER costs_no_delete" if office.database.is_sqlite else "DROP TRIGGER costs_append_only ON costs"
        )
        connection.exec_driver_sql(trigger)
    found = {problem.place.file for problem in check(office)}
    assert found == {"月別集計", "残高", "元帳", "入金", "costs"}
    rebuild_totals(office)
    assert "月別集計" not in {problem.place.file for problem in check(office)}


def test_receipts_that_come_late_lead_to_the_same_books(office: Office, tmp_path: Path) -> None:
    """Every second receipt arrives in a second bundle, so most of the ledger is derived anew and corrected."""
    whole = files("collections_app.resources") / "demo" / "demonstration.zip"
    early, late, exported = tmp_path / "early.zip", tmp_path / "late.zip", tmp_path / "all.zip"
    _split(whole.read_bytes(), early, late)  # type: ignore[attr-defined, unused-ignore]
    import_bundle(office, early)
    import_bundle(office, late)
    assert check(office) == ()
    summary = statistics.summary(office, 2024)
    assert summary.figures["recovery.total"].current == 1_824_213_480
    assert summary.figures["recovery.total"].previous == 1_230_934_215
    assert summary.figures["outstanding.principal"].current == 45_594_987_820
    assert statistics.summary(office, 2020, date(2020, 9, 9)).roll_forward.closing > 0
    with office.database.reading() as connection:
        corrections = connection.scalar(select(func.count()).where(ledger_entries.c.counted == -1))
    assert corrections
    assert _exported(office, exported)


def _split(whole: bytes, early: Path, late: Path) -> None:
    with (
        zipfile.ZipFile(io.BytesIO(whole)) as source,
        zipfile.ZipFile(early, "w", zipfile.ZIP_DEFLATED) as first,
        zipfile.ZipFile(late, "w", zipfile.ZIP_DEFLATED) as second,
    ):
        for name in source.namelist():
            if not name.endswith("receipts.csv"):
                first.writestr(name, source.read(name))
                continue
            rows = list(csv.reader(io.TextIOWrapper(source.open(name), encoding="utf-8-sig", newline="")))
            reverses = rows[0].index("reverses")
            body = rows[1:]
            odd = [row for n, row in enumerate(body) if n % 2 or row[reverses]]
            even = [row for n, row in enumerate(body) if not (n % 2 or row[reverses])]
            known = {row[0] for row in even}
            early_reversals = [row for row in odd if row[reverses] in known]
            late_reversals = [row for row in odd if row[reverses] and row[reverses] not in known]
            plain = [row for row in odd if not row[reverses]]
            for target, part in ((first, even), (second, [*plain, *early_reversals, *late_reversals])):
                text = io.StringIO()
                csv.writer(text, lineterminator="\n").writerows([rows[0], *part])
                target.writestr(name, text.getvalue())
