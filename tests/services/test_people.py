"""People found and looked at: any spelling, what is owed in which role, one visit for several claims; both engines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest

from collections_app.domain.breakdowns import of_year
from collections_app.domain.codes import ClaimStatus, ObligorRole
from collections_app.domain.errors import NotFoundError
from collections_app.domain.records import SaveRecord
from collections_app.services.claims import claim_state
from collections_app.services.maintenance import check
from collections_app.services.office import Office
from collections_app.services.people import all_duplicates, open_person, person_numbers, person_rows, similar_people
from collections_app.services.records import save_record
from collections_app.services.statistics import figure_rows, summary
from tests.services.people_cases import DAY, KEPT, OTHER, fill


@pytest.fixture
def people(office: Office) -> Iterator[Office]:
    yield fill(office)
    assert check(office) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("渡辺", [OTHER]),
        ("サト", ["P1", KEPT, "P3", OTHER]),
        ("0900000", [OTHER]),
        ("090-0000-1111", [OTHER]),
        ("一番町", [KEPT, OTHER]),
        ("架空市一番町１−２", [OTHER]),
        ("p7", ["P7"]),
        ("だれもいない", []),
        ("100%", []),
        ("_", []),
    ],
)
def test_people_are_found_by_any_part_of_what_is_known(people: Office, text: str, found: list[str]) -> None:
    assert sorted(person_numbers(people, text)) == sorted(found)


def test_everybody_is_listed_by_kana_those_without_last(people: Office) -> None:
    numbers = person_numbers(people, "")
    assert len(numbers) == 8 and numbers[-1] == "P7"  # the ninth was merged
    lines = person_rows(people, [OTHER, "P0", KEPT])
    assert [(one.party_no, one.roles, one.open_claims) for one in lines] == [
        (OTHER, "主債務者 2・連帯保証人 1・物上保証人 1", 4),
        (KEPT, "主債務者 1・連帯保証人 1", 2),
    ]


def test_a_page_tells_what_is_owed_in_each_role_on_the_day(people: Office) -> None:
    page = open_person(people, OTHER, DAY)
    assert [(one.claim_no, one.role) for one in page.claims] == [
        ("K2", ObligorRole.DEBTOR),
        ("K4", ObligorRole.DEBTOR),
        ("K1", ObligorRole.JOINT_GUARANTOR),
        ("K3", ObligorRole.COLLATERAL_PROVIDER),
    ]
    states = [claim_state(people, no, DAY) for no in ("K2", "K4")]
    total = page.sums[-1]
    assert (total.status, total.count) == (None, 2)
    assert (total.principal, total.damages) == tuple(
        sum(one[part] for one in states) for part in ("principal", "damages")
    )
    assert [one.status for one in page.sums] == [ClaimStatus.ACTIVE, None]
    assert page.claim_nos == ("K2", "K4")
    assert [heir.name for heir in page.heirs] == ["加藤　佐知"]
    assert [item.title for item in page.contacts] == ["訪問督促"] and page.contacts[0].detail.startswith("K2")
    assert page.surveys and page.notes and page.addresses
    statement = page.statements[0]
    assert (statement.equity_ratio, statement.borrowing_months) == (Fraction(-1, 9), Fraction(24))


def test_an_heir_owes_a_share_rounded_down(people: Office) -> None:
    (claim,) = open_person(people, "P4", DAY).claims
    assert (claim.share, claim.own_part) == ("1/2", claim.total // 2)


def test_a_number_nobody_has_is_said(people: Office) -> None:
    with pytest.raises(NotFoundError, match="P77"):
        open_person(people, "P77", DAY)


def test_one_visit_for_several_claims_is_told_on_each_and_counted_once(people: Office) -> None:
    wanted = of_year("visit", 2024, DAY)
    before = figure_rows(people, wanted).total
    given = {"claim_no": "K2", "also_claims": "K4", "party_no": OTHER, "kind": "visit", "contacted_on": DAY}
    save_record(people, SaveRecord("contacts", given))
    assert figure_rows(people, wanted).total == before + 1
    assert summary(people, 2024, DAY).figures["visit"].current == before + 1
    (item,) = (one for one in open_person(people, OTHER, DAY).timeline if one.ref and one.ref.key == ("N3",))
    assert "K2・K4" in item.detail


def test_likely_people_are_named_with_the_reasons(people: Office) -> None:
    typed = {
        "party_no": None,
        "kana": "サトウ",
        "birth_date": date(1960, 5, 5),
        "phone": "090 0000 1111",
        "address": "架空市 一番町一丁目2-3",
    }
    found = {one.party_no: one.reasons for one in similar_people(people, typed)}
    assert found[OTHER] == ("カナと生年月日が同じ", "電話番号が同じ", "住所が同じ")
    assert found[KEPT] == ("カナと生年月日が同じ", "住所が同じ")
    assert similar_people(people, typed | {"party_no": KEPT})[0].party_no == OTHER
    assert similar_people(people, {"kana": "サトウ"}) == ()


def test_all_pairs_of_the_office_are_listed(people: Office) -> None:
    assert [(one.first.party_no, one.second.party_no, len(one.reasons)) for one in all_duplicates(people)] == [
        (KEPT, OTHER, 2)
    ]
