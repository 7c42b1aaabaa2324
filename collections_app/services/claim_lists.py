"""The guarantee department's list: read and judged row by row without writing, then registered, all or nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from collections_app.domain.calendar import fiscal_year_of
from collections_app.domain.claim_list import ListPreview, ListRow, claim_of_row
from collections_app.domain.errors import UserError
from collections_app.domain.intake import IntakeRefusedError, Load, NewClaim, Person, judge, propose_charge
from collections_app.domain.records import plain
from collections_app.exchange.claim_lists import ClaimList, read_file, read_pasted
from collections_app.services.changes import Changes
from collections_app.services.intake import alike_in, register_in
from collections_app.storage import new_claims, reference
from collections_app.storage import records as storage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_app.domain.problem import Problem
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection


class ListRefusedError(UserError):
    """A list that cannot stand; nothing was written. `line` is the row it fails at."""

    def __init__(self, line: int, sentence: str) -> None:
        """Keep the line."""
        super().__init__(f"{line}行目: {sentence}1件も登録していません。")
        self.line = line


def preview_list(office: Office, source: Path | str) -> ListPreview:
    """Return a list from a file, or from the text pasted, as it would be registered; UserError when it is none."""
    found = read_file(source) if isinstance(source, Path) else read_pasted(source)
    with office.database.reading() as connection:
        judged = _Preview(connection, found)
        rows = tuple(judged.row(at) for at in range(len(found.table.rows)))
    lines = set(found.table.lines)
    whole = tuple(problem.sentence for problem in found.problems if problem.place.row not in lines)
    return ListPreview(found.source, rows, whole, found.unread)


def register_list(office: Office, rows: Sequence[tuple[int, NewClaim]]) -> tuple[tuple[str, ...], Changes]:
    """Write the claims of a list, each with the line it stands in, in one transaction; return their numbers.

    A person who stands in several rows in the same words is registered once. ListRefusedError names the row that cannot
    stand.
    """
    made: list[str] = []
    known: dict[str, str] = {}
    with office.database.writing() as connection:
        for line, new in rows:
            words = repr(sorted(plain(new.debtor.record).items()))
            if not new.debtor.party_no and words in known:
                new = replace(new, debtor=Person(known[words]))  # noqa: PLW2901 - the same claim, its debtor known now
            try:
                registered = register_in(connection, new)
            except IntakeRefusedError as error:
                raise ListRefusedError(line, str(error)) from error
            known.setdefault(words, registered.debtor_no)
            made.append(registered.claim_no)
    tables = frozenset(("parties", "claims", "initial_steps"))
    return tuple(made), Changes(made[0] if made else "", frozenset(made), tables)


class _Preview:
    """Judges the rows one after the other: numbers and staff proposed to one row count for the next."""

    def __init__(self, connection: Connection, found: ClaimList) -> None:
        self._connection = connection
        self._found = found
        self._today = date.today()  # noqa: DTZ011  (the office's own calendar day)
        self._names = [column.name for column in found.table.table.columns]
        self._loads = new_claims.loads(connection, self._today)
        self._taken = [str(number) for number in found.table.column("claim_no") if number]
        self._given = Counter[str]()
        self._in_charge: dict[tuple[Any, ...], str] = {}
        self._rate = reference.rate_presets(self._today).value[0].percent
        self._kept = storage.known_keys(connection, "claims", self._taken)

    def row(self, at: int) -> ListRow:
        line = self._found.table.lines[at]
        values: dict[str, Any] = dict(zip(self._names, self._found.table.rows[at], strict=True))
        problems, warnings = self._of_cells(line)
        problems += self._staff(values)
        self._propose(values)
        new = claim_of_row(values)
        if new.claim["claim_no"] in self._kept:
            problems.append(
                f"求償権番号「{new.claim['claim_no']}」はすでに登録されています。番号を直すか、この行を除いてください。"
            )
        problems += self._debtor(new.debtor)
        unreadable = {problem.place.column for problem in self._found.problems if problem.place.row == line}
        for one in judge(new, self._today):
            heading = self._heading(one.finding.column)
            if heading not in unreadable:
                (warnings if one.finding.is_warning else problems).append(f"{one.finding.message}{one.finding.remedy}")
        alike = () if new.debtor.party_no else alike_in(self._connection, new.debtor.record)
        name = next((load.name for load in self._loads if load.staff_no == values["staff_no"]), "")
        return ListRow(line, new, name, tuple(problems), tuple(warnings), alike)

    def _heading(self, column: str) -> str:
        return self._found.table.table.column(column).heading if column in self._names else ""

    def _of_cells(self, line: int) -> tuple[list[str], list[str]]:
        problems: list[str] = []
        warnings: list[str] = []
        for problem in self._found.problems:
            if problem.place.row == line:
                (warnings if problem.is_warning else problems).append(_of_row(problem))
        return problems, warnings

    def _staff(self, values: dict[str, Any]) -> list[str]:
        """Put the number of the member of staff named into the row, and their section where none is given."""
        named = values["staff_no"]
        if not named:
            return []
        plain_name = "".join(str(named).split())
        found = [one for one in self._loads if named == one.staff_no or "".join(one.name.split()) == plain_name]
        if len(found) != 1:
            return [f"「{named}」という職員が見つかりません。職員番号か氏名を直すか、空欄にしてください。"]
        values["staff_no"] = found[0].staff_no
        values["section"] = values["section"] or found[0].section
        return []

    def _propose(self, values: dict[str, Any]) -> None:
        loads = [
            Load(one.staff_no, one.name, one.section, one.active + self._given[one.staff_no]) for one in self._loads
        ]
        if not values["staff_no"]:
            same = self._in_charge.get(self._person(values), "")
            if not same and values["debtor_no"]:
                same = new_claims.staff_of_debtor(self._connection, str(values["debtor_no"]))
            section, staff_no, _ = propose_charge(loads, values["section"] or "", same)
            values["section"], values["staff_no"] = section or None, staff_no or None
        self._given[values["staff_no"] or ""] += 1
        self._in_charge.setdefault(self._person(values), values["staff_no"] or "")
        values["damages_rate"] = values["damages_rate"] or self._rate
        if not values["claim_no"]:
            year = fiscal_year_of(values["subrogated_on"] or self._today)
            values["claim_no"] = new_claims.claim_no_for(self._connection, year, self._taken)
            self._taken.append(values["claim_no"])

    @staticmethod
    def _person(values: dict[str, Any]) -> tuple[Any, ...]:
        """Return what the debtors of two rows are told apart by: the claims of one go to one member of staff."""
        return tuple(values[name] for name in ("debtor_no", "name", "kana", "birth_date", "phone"))

    def _debtor(self, debtor: Person) -> list[str]:
        if debtor.party_no and not storage.known_keys(self._connection, "parties", [debtor.party_no]):
            return [f"主債務者番号「{debtor.party_no}」の人は登録されていません。番号を直すか、空欄にしてください。"]
        return []


def _of_row(problem: Problem) -> str:
    value = f"「{problem.value}」" if problem.value else ""
    return f"{problem.place.column}{value}: {problem.message}{problem.remedy}"
