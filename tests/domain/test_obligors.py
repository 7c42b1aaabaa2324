"""What each obligor owes after a release, an inheritance, a 相続放棄: worked examples with their articles."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from collections_app.domain.codes import ObligorRole, PartyStatus
from collections_app.domain.facts import Split
from collections_app.domain.inheritance import Relation, statutory_shares
from collections_app.domain.obligors import Obligor, balances

DAY = date(2025, 3, 31)
OWED = Split(costs=1_000, damages=100_001, principal=3_000_000)
DEBTOR = Obligor("P1", ObligorRole.DEBTOR, "主債務者")
ANN = Obligor("P2", ObligorRole.JOINT_GUARANTOR, "保証人甲")
BEN = Obligor("P3", ObligorRole.JOINT_GUARANTOR, "保証人乙")
DEAD = DEBTOR._replace(status=PartyStatus.DECEASED)


def heir(number: int, share: str, of: str = "P1", renounced_on: date | None = None) -> Obligor:
    name = f"相続人{number}"
    return Obligor(f"H{number}", ObligorRole.HEIR, name, share=share, inherits_from=of, renounced_on=renounced_on)


def totals(*obligors: Obligor, owed: Split = OWED) -> dict[str, int]:
    return {debt.obligor.party_no: debt.total for debt in balances(obligors, owed, DAY).debts}


def test_joint_guarantors_owe_all_of_it_each() -> None:
    """民法446条・454条: no 分別の利益 (456条) for a joint guarantor."""
    assert totals(DEBTOR, ANN, BEN) == dict.fromkeys(("P1", "P2", "P3"), 3_101_001)


def test_a_release_frees_nobody_else() -> None:
    """民法458条 carries 441条 over: what happens to one joint guarantor does not touch debtor and co-guarantor."""
    released = ANN._replace(released_on=DAY)
    assert totals(DEBTOR, released, BEN) == {"P1": 3_101_001, "P2": 0, "P3": 3_101_001}
    later = ANN._replace(released_on=DAY + timedelta(days=1))
    assert totals(DEBTOR, later)["P2"] == 3_101_001, "released only tomorrow"
    (_, debt) = balances((DEBTOR, released), OWED, DAY).debts
    assert "441条" in debt.rule


def test_a_limit_caps_what_a_guarantor_owes() -> None:
    """民法465条の2: 極度額 takes in principal, damages and costs."""
    (_, debt) = balances((DEBTOR, ANN._replace(limit=3_050_000)), OWED, DAY).debts
    assert debt.owed == Split(costs=0, damages=50_000, principal=3_000_000)


def test_who_gave_property_owes_nothing_by_name() -> None:
    assert totals(DEBTOR, Obligor("P4", ObligorRole.COLLATERAL_PROVIDER))["P4"] == 0


def test_a_spouse_and_two_children_owe_half_and_two_quarters() -> None:
    """民法900条1号・4号; 427条 and 899条 split the debt at once (最判昭34.6.19)."""
    shares = statutory_shares([Relation.SPOUSE, Relation.CHILD, Relation.CHILD])
    assert shares == (Fraction(1, 2), Fraction(1, 4), Fraction(1, 4))
    heirs = [heir(n, str(share)) for n, share in enumerate(shares, 1)]
    found = balances((DEAD, *heirs, ANN), OWED, DAY)
    assert [debt.owed for debt in found.debts] == [
        Split(),
        Split(500, 50_000, 1_500_000),
        Split(250, 25_000, 750_000),
        Split(250, 25_000, 750_000),
        OWED,
    ]
    assert found.debts[0].is_of_heirs
    assert [(one.deceased_no, one.left) for one in found.odd] == [("P1", Split(0, 1, 0))], "the odd yen is shown"


def test_who_renounced_owes_nothing_and_the_others_what_their_shares_say() -> None:
    """民法939条: as if never an heir; the shares of the others are those kept after it."""
    gone, others = heir(1, "1/3", renounced_on=DAY), [heir(2, "1/2"), heir(3, "1/2")]
    owed = Split(0, 0, 1_000_001)
    assert totals(DEAD, gone, *others, owed=owed) == {"P1": 0, "H1": 0, "H2": 500_000, "H3": 500_000}
    assert balances((DEAD, gone, *others), owed, DAY).odd[0].left == Split(0, 0, 1)


def test_heirs_of_a_guarantor_share_the_whole_guarantee() -> None:
    dead = ANN._replace(status=PartyStatus.DECEASED)
    found = totals(DEBTOR, dead, heir(1, "1/3", "P2"), heir(2, "2/3", "P2"), owed=Split(0, 0, 900))
    assert found == {"P1": 900, "P2": 0, "H1": 300, "H2": 600}


def test_heirs_of_a_released_guarantor_owe_nothing() -> None:
    dead = ANN._replace(status=PartyStatus.DECEASED, released_on=DAY)
    assert totals(DEBTOR, dead, heir(1, "1", "P2"))["H1"] == 0


def test_an_heir_of_an_heir_has_a_share_of_the_share() -> None:
    first = heir(1, "1/2")._replace(status=PartyStatus.DECEASED)
    found = totals(DEAD, first, heir(2, "1/2"), heir(3, "1/3", "H1"), heir(4, "2/3", "H1"), owed=Split(0, 0, 600))
    assert found == {"P1": 0, "H1": 0, "H2": 300, "H3": 100, "H4": 200}


def test_where_all_heirs_renounced_the_estate_still_owes_it() -> None:
    """民法951条: the estate is a legal person of its own; the guarantors owe all of it as before."""
    gone = [heir(1, "1/2", renounced_on=DAY), heir(2, "1/2", renounced_on=DAY)]
    assert totals(DEAD, *gone, ANN) == {"P1": 3_101_001, "H1": 0, "H2": 0, "P2": 3_101_001}


def test_before_a_death_the_heirs_owe_nothing() -> None:
    later = DEAD._replace(died_on=DAY + timedelta(days=1))
    assert totals(later, heir(1, "1")) == {"P1": 3_101_001, "H1": 0}
    assert totals(DEAD._replace(died_on=DAY), heir(1, "1")) == {"P1": 0, "H1": 3_101_001}


def test_a_missing_share_is_said_and_not_guessed() -> None:
    found = balances((DEAD, heir(1, "")), OWED, DAY)
    assert (found.debts[1].is_known, found.debts[1].total) == (False, 0)
    assert found.odd == ()


def test_the_dead_without_heirs_still_stand_for_all_of_it() -> None:
    """民法951条: without a known heir the estate owes it; that is said beside the amount."""
    (debt,) = balances((DEAD,), OWED, DAY).debts
    assert debt.total == 3_101_001
    assert "相続人が登録されていません" in debt.rule


PARTS = st.tuples(*[st.integers(0, 10**9)] * 3).map(lambda parts: Split(*parts))


@given(PARTS, st.lists(st.integers(1, 12), min_size=1, max_size=7))
def test_heirs_and_odd_yen_make_the_whole(owed: Split, weights: list[int]) -> None:
    heirs = [heir(n, str(Fraction(weight, sum(weights)))) for n, weight in enumerate(weights)]
    found = balances((DEAD, *heirs), owed, DAY)
    odd = found.odd[0].left if found.odd else Split()
    for part in range(3):
        assert sum(debt.owed[part] for debt in found.debts) + odd[part] == owed[part]
        assert 0 <= odd[part] < len(heirs)
