"""Entry grids: many rows read and judged at once, and written all together or not at all."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from collections_app.domain.bundle import TABLE, Kind
from collections_app.domain.choosing import folded
from collections_app.domain.errors import UserError
from collections_app.domain.forms import Option
from collections_app.domain.grid import GridSpec, RowAround, RowVerdict, Texts, read_row, with_warning
from collections_app.domain.judging import RowRefusedError
from collections_app.services import receipts
from collections_app.services.changes import Changes
from collections_app.services.records import save_in
from collections_app.storage import choices
from collections_app.storage.records import alike

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collections_app.domain.records import SaveRecord
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection

_SHOWN = 3  # claims named where a text means several
_KNOWN = "同じ内容の記録がすでに登録されています。二重に登録しないか確かめてください。"
_NO_CLAIM = "求償権番号か債務者を入力してください。"


def check_rows(office: Office, spec: GridSpec, rows: Sequence[Texts]) -> list[RowVerdict]:
    """Return what each row says and what is wrong with it, in their order."""
    today = date.today()  # noqa: DTZ011  (the office's own calendar day)
    with office.database.reading() as connection:
        around = _Around(connection, spec, rows, today)
        verdicts = [around.judged(read_row(spec, texts, around.of(texts))) for texts in rows]
        names = spec.alike or tuple(column.name for column in spec.columns)
        records = [verdict.record for verdict in verdicts]
        for at in alike(connection, spec.table, names, records) if "claim_no" in names else ():
            verdicts[at] = with_warning(verdicts[at], spec.columns[0].name, _KNOWN)
    return verdicts


def save_rows(office: Office, commands: Sequence[SaveRecord]) -> list[Changes]:
    """Keep all records in one transaction; RowRefusedError names the first that cannot be kept, and none is."""
    done = []
    with office.database.writing() as connection:
        for at, command in enumerate(commands):
            try:
                done.append(save_in(connection, command))
            except UserError as error:
                raise RowRefusedError(at, error) from error
    return done


class _Around:
    """What the rows of a grid are read by, asked for all of them at once."""

    def __init__(self, connection: Connection, spec: GridSpec, rows: Sequence[Texts], today: date) -> None:
        self._today = today
        self._claim_at = spec.position("claim_no") if any(one.name == "claim_no" for one in spec.columns) else None
        columns = [TABLE[spec.table].column(one.name) for one in spec.columns]
        self._people = [one.name for one in columns if one.refers_to == "parties"]
        typed = {text for row in rows if (text := self._claim_text(row))}
        self._meant = _claims_meant(connection, typed)
        numbers = [str(found.value) for found in self._meant.values() if isinstance(found, Option)]
        self._began = choices.subrogated_on(connection, numbers)
        self._parties = choices.parties_by_claim(connection, numbers) if self._people else {}
        self._staff = {
            one.name: choices.staff(connection)
            for one in columns
            if one.refers_to == "staff" and one.kind is Kind.REFERENCE
        }
        self._receipts = receipts.around(connection, numbers, today) if spec.table == "receipts" else None

    def _claim_text(self, texts: Texts) -> str:
        return "" if self._claim_at is None else texts[self._claim_at].strip()

    def of(self, texts: Texts) -> RowAround:
        """Return what one row is read by."""
        found = self._meant.get(self._claim_text(texts), _NO_CLAIM)
        assume = self._receipts.assumed if self._receipts is not None else None
        if not isinstance(found, Option):
            return RowAround(self._today, None, found, None, self._staff, assume)
        number = str(found.value)
        people = dict.fromkeys(self._people, self._parties.get(number, ()))
        return RowAround(self._today, found, "", self._began.get(number), {**self._staff, **people}, assume)

    def judged(self, verdict: RowVerdict) -> RowVerdict:
        """Return a verdict with what only rows of this table are judged by."""
        return verdict if self._receipts is None else self._receipts.judged(verdict)


def _claims_meant(connection: Connection, typed: set[str]) -> Mapping[str, Option | str]:
    """Return for each text the claim it means, or why it means none."""
    numbers = {text: folded(text).upper() for text in typed}
    known = {str(one.value): one for one in choices.claims(connection, {*numbers.values(), *typed})}
    found: dict[str, Option | str] = {}
    for text, number in numbers.items():
        exact = known.get(text) or known.get(number)
        found[text] = exact if exact is not None else _found(connection, text)
    return found


def _found(connection: Connection, text: str) -> Option | str:
    several = choices.claims_found(connection, text, _SHOWN + 1)
    if len(several) == 1:
        return several[0]
    if not several:
        return f"「{text}」に当たる求償権がありません。番号か債務者の名前を確かめてください。"
    named = "、".join(f"{one.label} {one.detail}" for one in several[:_SHOWN])
    more = "など" if len(several) > _SHOWN else ""
    return f"「{text}」に当たる求償権は{named}{more}です。番号を入力するか、F4で一覧から選んでください。"
