"""Claims split among people: everybody's claims are somebody's, debtors stay together, nobody has much more."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from collections_app.domain.reassigning import Movable, Person, SplitBy, shares, split, weight_of

STAFF = ("S1", "S2", "S3", "S4")
CLAIMS = st.lists(
    st.tuples(st.sampled_from("ABCDEFGH"), st.sampled_from(STAFF), st.integers(0, 10**8), st.booleans()), max_size=40
).map(lambda rows: [Movable(f"K{n:03}", *row) for n, row in enumerate(rows)])
TAKERS = st.lists(st.sampled_from(STAFF), min_size=1, max_size=4, unique=True)


@given(CLAIMS, TAKERS, st.sampled_from(SplitBy))
def test_a_split_is_even_and_keeps_debtors_together(claims: list[Movable], takers: list[str], by: SplitBy) -> None:
    moves = split(claims, takers, by)
    taker_of = {move.claim_no: move.taker for move in moves}
    givers = {claim.claim_no: claim.staff_no for claim in claims}
    assert all(move.giver == givers[move.claim_no] != move.taker for move in moves)
    assert len(taker_of) == len(moves)
    having = {claim.claim_no: taker_of.get(claim.claim_no, claim.staff_no) for claim in claims}
    assert set(having.values()) <= set(takers)
    of_debtor: dict[str, set[str]] = defaultdict(set)
    weights, heaviest = Counter(dict.fromkeys(takers, 0)), Counter[str]()
    for claim in claims:
        of_debtor[claim.debtor_no].add(having[claim.claim_no])
        weights[having[claim.claim_no]] += weight_of(claim, by)
        heaviest[claim.debtor_no] += weight_of(claim, by)
    assert all(len(people) == 1 for people in of_debtor.values())
    assert max(weights.values()) - min(weights.values()) <= max(heaviest.values(), default=0)
    assert moves == split(claims[::-1], takers, by), "the order of the claims does not matter"


@given(CLAIMS, TAKERS)
def test_the_shares_are_counted_anew(claims: list[Movable], takers: list[str]) -> None:
    def of(staff_no: str, having: dict[str, str]) -> tuple[int, int]:
        mine = [claim for claim in claims if claim.is_open and having[claim.claim_no] == staff_no]
        return len(mine), sum(claim.principal for claim in mine)

    before = {claim.claim_no: claim.staff_no for claim in claims}
    moves = split(claims, takers, SplitBy.PRINCIPAL)
    after = before | {move.claim_no: move.taker for move in moves}
    people = [Person(no, no, "第一課", None, *of(no, before)) for no in STAFF]
    assert [(one.count, one.principal) for one in shares(people, claims, moves)] == [of(no, after) for no in STAFF]


def test_nobody_takes_after_leaving_and_none_take_nothing() -> None:
    person = Person("S1", "青田 一", "第一課", date(2025, 3, 31), 0, 0)
    assert person.may_take(date(2025, 3, 31)) and not person.may_take(date(2025, 4, 1))
    assert split([Movable("K1", "P1", "S1", 1, True)], [], SplitBy.COUNT) == ()
