"""死亡と相続: a death and the heirs on all claims of which the person was an obligor, in one transaction."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from collections_app.domain.calendar import era_date
from collections_app.domain.codes import ObligorRole, PartyKind, PartyStatus
from collections_app.domain.errors import UserError
from collections_app.domain.records import SaveRecord, whole
from collections_app.services.changes import Changes
from collections_app.services.records import save_in
from collections_app.storage import people
from collections_app.storage import records as storage

if TYPE_CHECKING:
    from datetime import date

    from collections_app.domain.inheritance import Death, Heir
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection


def register_death(office: Office, death: Death) -> Changes:
    """Keep the death and the heirs; those who are nobody yet become people first.

    UserError when the person is none who dies or the day is not possible, RefusedError and RecordConflictError as for
    any record. Nothing is written then. An heir of an heir takes its part of the part.
    """
    before = dict(death.before)
    if before["kind"] != PartyKind.INDIVIDUAL:
        raise UserError("法人には死亡を登録できません。解散などは状況の訂正で登録してください。")
    _refuse_day(before, death.died_on)
    deceased = before["party_no"]
    with office.database.writing() as connection:
        status = {"status": PartyStatus.DECEASED.value, "status_on": death.died_on}
        changes = [save_in(connection, SaveRecord("parties", before | status, before))]
        numbers = [_number_of(connection, heir, changes) for heir in death.heirs]
        _refuse_strange(numbers, deceased)
        for claim_no, part in people.debts_of(connection, deceased):
            for number, heir in zip(numbers, death.heirs, strict=True):
                tie = _tie(claim_no, number, deceased, _part_of(part, heir.share))
                if storage.read(connection, "claim_parties", (claim_no, number, tie["role"])) is None:
                    changes.append(save_in(connection, SaveRecord("claim_parties", tie)))
    touched = frozenset[str]().union(*(one.claims for one in changes))
    return Changes(deceased, touched, frozenset(("parties", "claim_parties")))


def _refuse_day(before: dict[str, Any], died_on: date) -> None:
    born = before["birth_date"]
    if born is not None and died_on < born:
        raise UserError(f"死亡日が生年月日（{era_date(born)}）より前です。日付を直してください。")


def _refuse_strange(numbers: list[str], deceased: str) -> None:
    if deceased in numbers:
        raise UserError("本人が相続人になっています。ほかの人を選んでください。")
    twice = {number for number in numbers if numbers.count(number) > 1}
    if twice:
        raise UserError(f"相続人 {'・'.join(sorted(twice))} が2回選ばれています。1回にまとめてください。")


def _number_of(connection: Connection, heir: Heir, changes: list[Changes]) -> str:
    if heir.party_no:
        return heir.party_no
    person = {"kind": PartyKind.INDIVIDUAL.value, "name": heir.name, "kana": heir.kana or None}
    changes.append(save_in(connection, SaveRecord("parties", person)))
    return changes[-1].number


def _part_of(part: Fraction, share: str) -> str | None:
    return str(part * Fraction(share)) if share else None


def _tie(claim_no: str, party_no: str, deceased: str, share: str | None) -> dict[str, Any]:
    given = {"claim_no": claim_no, "party_no": party_no, "role": ObligorRole.HEIR.value}
    return whole("claim_parties", given | {"inherits_from": deceased, "share": share})
