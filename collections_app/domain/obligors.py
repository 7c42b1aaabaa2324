"""What each obligor of a claim owes on a day: after a release, an inheritance, a 相続放棄 (rules §6).

A joint guarantor owes all of it; a released one nothing, the others as before; an inherited debt is split at once by
share, each part of it rounded down, and the odd yen nobody owes alone is shown; who gave property owes nothing by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from collections_app.domain.codes import ObligorRole, PartyStatus
from collections_app.domain.facts import Split

if TYPE_CHECKING:
    from collections_app.domain.views import PartyView

_WHOLE = Fraction(1)
_NOTHING = Split()
_GUARANTORS = (ObligorRole.JOINT_GUARANTOR,)


class Obligor(NamedTuple):
    """What decides what somebody owes; `released_on` is 連帯保証債務の免除, `renounced_on` 相続放棄."""

    party_no: str
    role: ObligorRole
    name: str = ""
    status: PartyStatus = PartyStatus.ACTIVE
    limit: int | None = None  # 極度額
    share: str = ""
    inherits_from: str = ""
    released_on: date | None = None
    renounced_on: date | None = None
    died_on: date | None = None


def obligor_of(party: PartyView) -> Obligor:
    """Return somebody tied to a claim, as the claim page knows them, as an obligor."""
    died_on = party.status_on if party.status is PartyStatus.DECEASED else None
    return Obligor(
        party.party_no, party.role, party.name, party.status, party.limit_amount, party.share, party.inherits_from,
        party.released_on, party.renounced_on, died_on,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class OwnDebt:
    """What one obligor owes of each part (yen), in which fraction, and the rule with its article.

    `is_known` is False where a share is missing; `is_of_heirs` says that the heirs owe it in the person's place.
    """

    obligor: Obligor
    owed: Split
    fraction: Fraction
    rule: str
    is_known: bool = True
    is_of_heirs: bool = False

    @property
    def total(self) -> int:
        """What is owed of all parts (yen)."""
        return sum(self.owed)


@dataclass(frozen=True, slots=True)
class OddYen:
    """What the rounding of an inherited debt leaves (yen): of whom, and of which part."""

    deceased_no: str
    name: str
    left: Split


@dataclass(frozen=True, slots=True)
class ObligorBalances:
    """What every obligor owes, in the order given, and what the shares of an inherited debt do not divide."""

    debts: tuple[OwnDebt, ...]
    odd: tuple[OddYen, ...]


def balances(obligors: Sequence[Obligor], owed: Split, day: date) -> ObligorBalances:
    """Return what each obligor owes on a day when so much is owed of the claim."""
    known = _Known(obligors, owed, day)
    debts = tuple(known.debt(one) for one in obligors)
    return ObligorBalances(debts, tuple(_odd(known, debts)))


class _Known:
    """The obligors of a claim by number, the debtor among them, and who inherited from whom by the day."""

    def __init__(self, obligors: Sequence[Obligor], owed: Split, day: date) -> None:
        self.owed, self._day = owed, day
        self._by_no = {one.party_no: one for one in reversed(obligors) if one.role is not ObligorRole.HEIR}
        self._heirs_by_no = {one.party_no: one for one in obligors if one.role is ObligorRole.HEIR}
        self.heirs: dict[str, list[Obligor]] = {}
        for one in obligors:
            if one.role is ObligorRole.HEIR and one.inherits_from and not self.is_alive(one.inherits_from):
                self.heirs.setdefault(one.inherits_from, []).append(one)

    def debt(self, one: Obligor) -> OwnDebt:
        """Return what somebody owes, with the rule."""
        if one.role is ObligorRole.COLLATERAL_PROVIDER:
            return OwnDebt(one, _NOTHING, Fraction(0), "物上保証人は担保の範囲だけで責任を負い、債務は負わない")
        if one.role is ObligorRole.HEIR:
            return self._inherited(one)
        base, rule = self._own(one)
        known = self.heirs.get(one.party_no, ())
        if known and all(self._by(heir.renounced_on) for heir in known):
            return OwnDebt(one, base, _WHOLE, f"死亡。相続人全員が相続放棄（相続財産が負担、民法951条）。{rule}")
        if known:
            heirs = "相続人が相続分に応じて負担（民法899条・427条）"
            return OwnDebt(one, _NOTHING, Fraction(0), f"死亡。{heirs}", is_of_heirs=True)
        if one.status is PartyStatus.DECEASED and not self.is_alive(one.party_no):
            rule = f"死亡。相続人が登録されていません。{rule}"
        return OwnDebt(one, base, Fraction(1) if any(base) else Fraction(0), rule)

    def _own(self, one: Obligor) -> tuple[Split, str]:
        """Return what a debtor or a guarantor owes, or left to the heirs."""
        if one.role in _GUARANTORS:
            if self._by(one.released_on):
                return _NOTHING, "免除により負担なし。ほかの債務者には及ばない（民法458条・441条）"
            capped = _capped(self.owed, one.limit)
            limit = "、極度額まで（民法465条の2）" if capped != self.owed else ""
            return capped, f"連帯保証人として全額{limit}（民法446条・454条）"
        return self.owed, "主債務者として全額"

    def _inherited(self, one: Obligor) -> OwnDebt:
        if self._by(one.renounced_on):
            return OwnDebt(one, _NOTHING, Fraction(0), "相続放棄により負担なし（民法939条）")
        if self.is_alive(one.inherits_from):
            return OwnDebt(one, _NOTHING, Fraction(0), "この日には相続が始まっていない（民法882条）")
        base, fraction, is_known = self.inherited_base(one, frozenset())
        if self.heirs.get(one.party_no):
            heirs = "その相続人が負担（再転・数次の相続、民法899条）"
            return OwnDebt(one, _NOTHING, Fraction(0), f"死亡。{heirs}", is_of_heirs=True)
        if not is_known:
            return OwnDebt(one, _NOTHING, Fraction(0), "持分か被相続人が登録されていません", is_known=False)
        owed = floored(base, fraction)
        return OwnDebt(one, owed, fraction, f"相続分 {fraction} に応じて負担（民法427条・899条・900条）")

    def inherited_base(self, one: Obligor, seen: frozenset[str]) -> tuple[Split, Fraction, bool]:
        """Return the debt an heir has a share of, the share of the whole of it, and whether all of that is known."""
        giver = self._by_no.get(one.inherits_from)
        if not one.share or one.party_no in seen:
            return _NOTHING, Fraction(0), False
        share = Fraction(one.share)
        if giver is not None:
            return self._own(giver)[0], share, True
        before = self._heirs_by_no.get(one.inherits_from)  # who died as an heir: the heirs have shares of that share
        if before is None:
            return _NOTHING, Fraction(0), False
        if self._by(before.renounced_on):
            return _NOTHING, Fraction(0), True
        base, fraction, is_known = self.inherited_base(before, seen | {one.party_no})
        return base, fraction * share, is_known

    def is_alive(self, party_no: str) -> bool:
        """Tell whether somebody is known to have died only after the day."""
        one = self._by_no.get(party_no) or self._heirs_by_no.get(party_no)
        return one is not None and one.died_on is not None and one.died_on > self._day

    def _by(self, on: date | None) -> bool:
        return on is not None and on <= self._day

    def own_debt(self, party_no: str) -> tuple[str, Split] | None:
        """Return name and debt of a debtor or guarantor somebody inherited from; None when it is an heir itself."""
        giver = self._by_no.get(party_no)
        return None if giver is None else (giver.name, self._own(giver)[0])

    def origin(self, one: Obligor) -> str:
        """Return the number of the debtor or guarantor whose debt somebody inherited, perhaps from an heir."""
        seen: set[str] = set()
        while one.inherits_from and one.inherits_from not in seen:
            seen.add(one.inherits_from)
            before = self._heirs_by_no.get(one.inherits_from)
            if one.inherits_from in self._by_no or before is None:
                return one.inherits_from
            one = before
        return ""


def floored(owed: Split, fraction: Fraction) -> Split:
    """Return a fraction of each part, rounded down to the yen."""
    return Split(*(yen * fraction.numerator // fraction.denominator for yen in owed))


def _odd(known: _Known, debts: Sequence[OwnDebt]) -> Iterator[OddYen]:
    """Yield what rounding leaves of each inherited debt whose shares make one whole."""
    by_origin: dict[str, list[OwnDebt]] = {}
    for debt in debts:
        if debt.obligor.role is ObligorRole.HEIR and debt.fraction > 0:
            by_origin.setdefault(known.origin(debt.obligor), []).append(debt)
    for party_no, own in by_origin.items():
        found = known.own_debt(party_no)
        if found is None or sum((debt.fraction for debt in own), Fraction(0)) != _WHOLE:
            continue
        name, base = found
        left = Split(*(whole - sum(debt.owed[part] for debt in own) for part, whole in enumerate(base)))
        if any(left):
            yield OddYen(party_no, name, left)


def _capped(owed: Split, limit: int | None) -> Split:
    """Return what of each part lies within a 極度額, which takes in all of them: principal first, costs last."""
    if limit is None or sum(owed) <= limit:
        return owed
    principal = min(owed.principal, limit)
    damages = min(owed.damages, limit - principal)
    return Split(min(owed.costs, limit - principal - damages), damages, principal)
