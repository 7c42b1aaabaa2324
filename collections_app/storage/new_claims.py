"""What a new claim is proposed from: numbers of the year, claims in work by staff, people who may be the same."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from collections_app.domain.calendar import fiscal_period
from collections_app.domain.codes import ClaimStatus
from collections_app.domain.intake import Load
from collections_app.domain.series import following, next_claim_no
from collections_app.storage.searchable import folded, found_whole
from collections_app.storage.tables import BUNDLE, claim_balances

_claims, _staff, _parties = BUNDLE["claims"], BUNDLE["staff"], BUNDLE["parties"]


def claim_no_for(connection: Connection, year: int, taken: Collection[str] = ()) -> str:
    """Return the number proposed for the next claim of a fiscal year; `taken` are numbers about to be used."""
    c = _claims.c
    first, last = fiscal_period(year)
    of_year = list(connection.scalars(select(c.claim_no).where(c.subrogated_on.between(first, last))))
    before: list[str] = []
    if not of_year:
        newest = connection.scalar(select(func.max(c.subrogated_on)).where(c.subrogated_on < first))
        if newest is not None:
            since = fiscal_period(newest.year if newest.month > 3 else newest.year - 1)[0]  # noqa: PLR2004 - March
            before = list(connection.scalars(select(c.claim_no).where(c.subrogated_on.between(since, newest))))
    number = next_claim_no([*of_year, *taken], before, year)
    while number in taken or connection.scalar(select(c.claim_no).where(c.claim_no == number)) is not None:
        number = following(number)
    return number


def loads(connection: Connection, today: date) -> list[Load]:
    """Return everybody of a section who still works here, with the number of their active claims."""
    s, c = _staff.c, _claims.c
    active = (
        select(c.staff_no, func.count().label("active"))
        .join(claim_balances, claim_balances.c.claim_no == c.claim_no)
        .where(claim_balances.c.status == ClaimStatus.ACTIVE.value)
        .group_by(c.staff_no)
        .subquery()
    )
    query = (
        select(s.staff_no, s.name, s.section, func.coalesce(active.c.active, 0))
        .outerjoin(active, active.c.staff_no == s.staff_no)
        .where(s.role == "staff", or_(s.active_until.is_(None), s.active_until >= today))
        .order_by(s.section, s.staff_no)
    )
    return [Load(*row) for row in connection.execute(query)]


def staff_of_debtor(connection: Connection, debtor_no: str) -> str:
    """Return who is in charge of the newest active claim of a debtor; empty when there is none."""
    c = _claims.c
    query = (
        select(c.staff_no)
        .join(claim_balances, claim_balances.c.claim_no == c.claim_no)
        .where(c.debtor_no == debtor_no, claim_balances.c.status == ClaimStatus.ACTIVE.value)
        .order_by(c.subrogated_on.desc(), c.claim_no.desc())
        .limit(1)
    )
    return connection.scalar(query) or ""


def digits(phone: str | None) -> str:
    """Return the digits of a telephone number; empty when there are too few to tell people apart."""
    found = re.sub(r"[^0-9]", "", folded(phone or ""))
    return found if len(found) >= 9 else ""  # noqa: PLR2004 - the shortest Japanese number


def alike(connection: Connection, kana: str | None, birth_date: date | None, phone: str | None) -> list[Any]:
    """Return those registered with the same kana and birth date, or the same telephone: number, name, what is same."""
    p, dialect, number = _parties.c, connection.dialect.name, digits(phone)
    same = []
    if folded(kana or "") and birth_date is not None:
        of_kana = p.party_no.in_(found_whole(dialect, "party", folded(kana or "")))
        same.append(and_(of_kana, p.birth_date == birth_date))
    if number:
        same.append(p.party_no.in_(found_whole(dialect, "party", number)))
    if not same:
        return []
    columns = (p.party_no, p.name, p.kana, p.birth_date, p.phone, p.address)
    rows = connection.execute(select(*columns).where(or_(*same)).order_by(p.party_no)).all()
    return [row for row in rows if _is_same(row, kana, birth_date) or (number and digits(row.phone) == number)]


def _is_same(row: Any, kana: str | None, birth_date: date | None) -> bool:
    """Tell whether a row has the kana, however it is spelt, and the birth date: the index also finds it elsewhere."""
    same_day = birth_date is not None and row.birth_date == birth_date
    return same_day and bool(kana) and folded(row.kana or "") == folded(kana or "")
