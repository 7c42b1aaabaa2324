"""A new 代位弁済 registered whole: people, claim, ties, collateral and its first steps in one transaction."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from collections_app.domain.calendar import fiscal_year_of
from collections_app.domain.errors import NotFoundError
from collections_app.domain.forms import FormView, FormWanted
from collections_app.domain.initial import new_steps
from collections_app.domain.intake import (
    CLAIM,
    DEBTOR,
    KNOWN,
    OWNER,
    Alike,
    IntakeRefusedError,
    IntakeView,
    NewClaim,
    PartFinding,
    Person,
    Proposal,
    ProposalWanted,
    Registered,
    judge,
    propose_charge,
)
from collections_app.domain.judging import RefusedError
from collections_app.domain.records import Record, SaveRecord
from collections_app.domain.row_rules import Finding
from collections_app.services.changes import Changes
from collections_app.services.forms import open_form
from collections_app.services.records import save_in
from collections_app.storage import choices, new_claims, reference
from collections_app.storage import records as storage

if TYPE_CHECKING:
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection

_PARTS = ("parties", "claims", "claim_parties", "collaterals")


def open_intake(office: Office) -> IntakeView:
    """Return what the page of a new claim opens with."""
    today = _today()
    rate = reference.rate_presets(today).value[0].percent
    given = {"claims": {"damages_rate": rate, "subrogated_on": today}}
    forms: dict[str, FormView] = {
        table: open_form(office, FormWanted(table, None, given.get(table, {}))) for table in _PARTS
    }
    with office.database.reading() as connection:
        proposal = _proposed(connection, ProposalWanted(subrogated_on=today), today)
        sections = tuple(dict.fromkeys(load.section for load in new_claims.loads(connection, today)))
    return IntakeView(forms, proposal, sections, reference.initial_steps(today).value, today)


def propose(office: Office, wanted: ProposalWanted) -> Proposal:
    """Return number, section and staff that a new claim most likely gets, and why."""
    with office.database.reading() as connection:
        return _proposed(connection, wanted, _today())


def find_alike(office: Office, person: Record) -> tuple[Alike, ...]:
    """Return those registered who may be a person typed: the same kana and birth date, or the same telephone."""
    with office.database.reading() as connection:
        return alike_in(connection, person)


def alike_in(connection: Connection, person: Record) -> tuple[Alike, ...]:
    """Return those registered who may be a person, as `find_alike` does."""
    phone = new_claims.digits(person.get("phone"))
    rows = new_claims.alike(connection, person.get("kana"), person.get("birth_date"), person.get("phone"))
    known = {option.value: option for option in choices.people(connection, [row.party_no for row in rows])}
    return tuple(
        Alike(known[row.party_no], "電話番号" if phone and new_claims.digits(row.phone) == phone else "カナと生年月日")
        for row in rows
    )


def register(office: Office, new: NewClaim) -> tuple[Registered, Changes]:
    """Write a new claim with everything typed with it, and its first steps; all of it or nothing.

    IntakeRefusedError says part by part what cannot stand.
    """
    with office.database.writing() as connection:
        registered = register_in(connection, new)
    tables = frozenset((*_PARTS, "initial_steps"))
    return registered, Changes(registered.claim_no, frozenset((registered.claim_no,)), tables)


def register_in(connection: Connection, new: NewClaim) -> Registered:
    """Write a new claim as `register` does, inside a transaction that writes other claims too."""
    wrong = [one for one in judge(new, None) if not one.finding.is_warning]
    if wrong:
        raise IntakeRefusedError(wrong)
    people = [_person(connection, DEBTOR if n == 0 else f"tie:{n - 1}", one) for n, one in enumerate(new.people)]
    claim_no = _save(connection, CLAIM, SaveRecord("claims", {**new.claim, "debtor_no": people[0]}))
    of_claim = {"claim_no": claim_no}
    for place, tie in enumerate(new.ties):
        terms = {**tie.terms, **of_claim, "party_no": people[place + 1]}
        _save(connection, f"tie:{place}", SaveRecord("claim_parties", terms))
    for place, collateral in enumerate(new.collaterals):
        assert collateral.owner is not None  # judged
        record = {**collateral.record, **of_claim, OWNER: people[collateral.owner]}
        _save(connection, f"collateral:{place}", SaveRecord("collaterals", record))
    steps = _begin(connection, claim_no, new.claim["subrogated_on"])
    (debtor,) = choices.people(connection, [people[0]])
    return Registered(claim_no, people[0], debtor.label, new.claim["subrogated_on"], steps)


def begin_steps(office: Office, claim_no: str) -> Changes:
    """Give a claim the steps of the first weeks it does not have yet; NotFoundError when there is no such claim."""
    with office.database.writing() as connection:
        claim = storage.claim_around(connection, claim_no)
        if claim is None:
            raise NotFoundError(f"求償権番号「{claim_no}」の求償権はありません。番号を確かめてください。")
        _begin(connection, claim_no, claim.subrogated_on)
    return Changes(claim_no, frozenset((claim_no,)), frozenset(("initial_steps",)))


def _begin(connection: Connection, claim_no: str, subrogated_on: date) -> tuple[tuple[str, date], ...]:
    rules = reference.initial_steps(subrogated_on).value
    labels = {rule.step.value: rule.step.label for rule in rules}
    made: list[tuple[str, date]] = []
    for step in new_steps(rules, claim_no, subrogated_on, _today()):
        if storage.read(connection, "initial_steps", (claim_no, step["step"])) is None:
            save_in(connection, SaveRecord("initial_steps", step))
            made.append((labels[step["step"]], step["due_on"]))
    return tuple(made)


def _person(connection: Connection, part: str, person: Person) -> str:
    if not person.party_no:
        return _save(connection, part, SaveRecord("parties", person.record))
    if not storage.known_keys(connection, "parties", [person.party_no]):
        finding = Finding(
            0, KNOWN, f"「{person.party_no}」という関係人は登録されていません。", "登録済みの人を選び直してください。"
        )
        raise IntakeRefusedError([PartFinding(part, finding)])
    return person.party_no


def _save(connection: Connection, part: str, command: SaveRecord) -> str:
    """Write a record and return the first part of its key; what is refused is said at its part."""
    try:
        changes = save_in(connection, command)
    except RefusedError as error:
        raise IntakeRefusedError([PartFinding(part, finding) for finding in error.findings]) from error
    return changes.number.partition(" ")[0]


def _proposed(connection: Connection, wanted: ProposalWanted, today: date) -> Proposal:
    loads = new_claims.loads(connection, today)
    same = new_claims.staff_of_debtor(connection, wanted.debtor_no) if wanted.debtor_no else ""
    section, staff_no, why = propose_charge(loads, wanted.section, same)
    year = fiscal_year_of(wanted.subrogated_on or today)
    return Proposal(new_claims.claim_no_for(connection, year), section, staff_no, why)


def _today() -> date:
    return date.today()  # noqa: DTZ011  (the office's own calendar day)
