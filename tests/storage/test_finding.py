"""The global search: the same as a search through every word, in the right order, whatever is typed."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_app.domain.views import Hit
from collections_app.services.finding import find
from collections_app.services.office import Office
from collections_app.storage import searchable
from collections_app.storage.schema import upgrade
from collections_app.storage.searchable import folded
from tests.bench.walking import find_by_like
from tests.storage.making import AS_OF, NAMES, Invented, Rows, a_claim, base, make_office
from tests.storage.test_claim_page import statements

EVERYTHING = 100_000


def random_terms(count: int) -> list[str]:
    """Return parts of names, kana and numbers, and texts nobody has."""
    pick = random.Random(7)
    words = [*(text for name in NAMES for text in name if text), "0220010037", "K202100002", "G12"]
    terms = []
    for _ in range(count):
        word = folded(pick.choice(words))
        start = pick.randrange(len(word))
        terms.append(word[start : start + pick.randint(2, 6)])
    return [*(term for term in terms if len(term) > 1), "存在", "ゞゞ", "ZZZZZ", "🙂🙂"]


def naive(invented: Invented, term: str) -> set[tuple[str, str]]:
    """Return (claim, what leads to it) as a search through every word gives them."""
    rows = invented.rows
    parties = {
        row["party_no"]
        for row in rows["parties"]
        if any(term in folded(row[name]) for name in ("name", "kana", "phone") if row[name])
    }
    found = {(row["claim_no"], "person") for row in rows["claims"] if row["debtor_no"] in parties}
    found |= {(row["claim_no"], "person") for row in rows["claim_parties"] if row["party_no"] in parties}
    for row in rows["claims"]:
        if term in folded(row["claim_no"]):
            found.add((row["claim_no"], "求償権"))
        elif term in folded(row["guarantee_no"]):
            found.add((row["claim_no"], "保証番号"))
    found |= {(row["claim_no"], "事件番号") for row in rows["legal_actions"] if term in folded(row["case_no"])}
    return found


def test_two_or_more_characters_find_what_a_naive_search_finds(invented_office: Office, invented: Invented) -> None:
    numbers = {"求償権", "保証番号", "事件番号"}
    for term in random_terms(150):
        hits = [hit for hit in find(invented_office, term, EVERYTHING) if hit.claim_no]
        assert {(hit.claim_no, hit.kind if hit.kind in numbers else "person") for hit in hits} == naive(
            invented, term
        ), term


def test_the_index_ranks_and_shows_as_a_walk_through_every_word_does(invented_office: Office) -> None:
    if not invented_office.database.is_sqlite:
        pytest.skip("the walk is written for the other engine")
    with closing(sqlite3.connect(invented_office.database.location)) as connection:
        for term in random_terms(150):
            if {"%", "_"} & set(term):  # to LIKE they are patterns
                continue
            for limit in (2, 30):
                hits = [hit for hit in find(invented_office, term, limit) if hit.claim_no]
                assert hits == find_by_like(connection, term, limit), (term, limit)


def test_one_character_finds_beginnings_and_ends(invented_office: Office) -> None:
    titles = {hit.title for hit in find(invented_office, "佐", EVERYTHING)}
    assert titles == {name for name, _ in NAMES if folded(name).startswith("佐") or folded(name).endswith("佐")}


@pytest.mark.parametrize(
    "typed", ["サトウハナコ", "さとう はなこ", "ｻﾄｳ ﾊﾅｺ", "さとうハナコ", "佐藤花子", "佐藤　花子"]
)
def test_the_spelling_does_not_matter(invented_office: Office, typed: str) -> None:
    titles = {hit.title for hit in find(invented_office, typed)}
    assert titles == {"佐藤　花子"}


@pytest.mark.parametrize(
    "typed",
    ["", " ", "'", '"', '""', "%", "_", "%_%", "*", "a*", "OR", "AND NOT", "NEAR(a b)", "^a", "a:b", "{a b}:c", "-", "\\",
     "\x00", "a\x00b", "\ud800", "🙂", "あ" * 10_000, "佐藤" * 5_000, "1" * 10_000, "|", "(", "); DROP TABLE claims", "%s", "?",
     ":x", "ﷺ" * 10_000],
)  # fmt: skip
def test_anything_may_be_typed(invented_office: Office, typed: str) -> None:
    assert isinstance(find(invented_office, typed), list)


def test_a_search_takes_two_statements(invented_office: Office) -> None:
    with statements(invented_office) as seen:
        assert find(invented_office, "佐藤")
    assert len(seen) == 2


def people() -> Rows:
    rows = base()
    rows["claims"] = [
        a_claim("K2024-00010", debtor_no="P1", guarantee_no="G777001"),
        a_claim("K2024-00011", debtor_no="P3"),
        a_claim("K2024-000101", debtor_no="P5"),
        a_claim("K2024-00012", debtor_no="P5"),
    ]
    rows["claim_parties"] = [
        {"claim_no": "K2024-00012", "party_no": "P1", "role": "joint_guarantor"},
        {"claim_no": "K2024-00011", "party_no": "P2", "role": "joint_guarantor"},
        {"claim_no": "K2024-00012", "party_no": "P4", "role": "heir"},
    ]
    rows["legal_actions"] = [
        {
            "action_no": "L1", "claim_no": "K2024-00011", "kind": "lawsuit", "court": "架空地方裁判所",
            "case_no": "令和元年(ワ)第12号", "filed_on": rows["claims"][0]["subrogated_on"],
        }
    ]  # fmt: skip
    return rows


@pytest.fixture
def peopled(database_url: str) -> Iterator[Office]:
    office = make_office(database_url, people())
    yield office
    office.close()


def shown(hits: list[Hit]) -> list[tuple[str, str, str]]:
    return [(hit.claim_no, hit.kind, hit.title) for hit in hits]


def test_the_exact_number_comes_first_then_those_that_begin_with_it(peopled: Office) -> None:
    for typed in ("K2024-00010", "k202400010", "Ｋ２０２４－０００１０"):
        assert shown(find(peopled, typed)) == [
            ("K2024-00010", "求償権", "K2024-00010"),
            ("K2024-000101", "求償権", "K2024-000101"),
        ]


def test_an_exact_name_comes_first_then_debtors_then_guarantors(peopled: Office) -> None:
    assert shown(find(peopled, "佐藤")) == [
        ("K2024-00011", "連帯保証人", "佐藤"),
        ("K2024-00010", "主債務者", "佐藤　花子"),
        ("K2024-00011", "主債務者", "株式会社佐藤組"),
        ("K2024-00012", "連帯保証人", "佐藤　花子"),
    ]
    assert find(peopled, "佐藤")[3].detail.startswith("主債務者 有限会社青葉印刷")


def test_an_exact_name_is_found_among_very_many_that_hold_it(database_url: str) -> None:
    rows = base()
    rows["parties"] += [
        {"party_no": f"X{n}", "kind": "individual", "name": f"山本{n}", "kana": None} for n in range(300)
    ]
    rows["parties"].append({"party_no": "Y", "kind": "individual", "name": "山本", "kana": "ヤマモト"})
    rows["claims"] = [a_claim(f"K{n:04}", debtor_no=f"X{n}") for n in range(300)]
    rows["claims"].append(a_claim("K9999", debtor_no="Y"))
    office = make_office(database_url, rows)
    hits = find(office, "山本", 5)
    office.close()
    assert [hit.title for hit in hits][0] == "山本"
    assert len(hits) == 5


@pytest.mark.parametrize("place", [0, 150, 300])
def test_an_exact_name_is_found_however_old_it_is(database_url: str, place: int) -> None:
    rows = base()
    made = [{"party_no": f"X{n}", "kind": "individual", "name": f"山本{n}", "kana": None} for n in range(300)]
    made.insert(place, {"party_no": "Y", "kind": "individual", "name": "山本", "kana": "ヤマモト"})
    rows["parties"] += made
    rows["claims"] = [a_claim(f"K{n:04}", debtor_no=row["party_no"]) for n, row in enumerate(made)]
    office = make_office(database_url, rows)
    titles = [hit.title for hit in find(office, "山本", 5)]
    office.close()
    assert titles[0] == "山本"
    assert len(titles) == 5


def test_very_many_entries_leave_the_full_text_table_in_one_piece(tmp_path: Path) -> None:
    office = make_office(str(tmp_path / "office.sqlite3"), base())
    for start in range(0, 6_000, 2_000):
        with office.database.writing() as connection:
            entries = [("party", f"Z{n}", f"架空{n}||") for n in range(start, start + 2_000)]
            searchable.add_entries(connection, entries)
    with office.database.reading() as connection:
        pieces = connection.exec_driver_sql("SELECT count(DISTINCT segid) FROM search_grams_idx").scalar()
    office.close()
    assert pieces == 1


_NO_PAIRS = {
    "sqlite": "INSERT INTO search_grams (search_grams) VALUES ('delete-all')",
    "postgresql": "DELETE FROM search_grams",
}


def test_an_upgrade_files_the_pairs_anew(database_url: str) -> None:
    office = make_office(database_url, base())
    before = find(office, "佐藤")
    with office.database.writing() as connection:
        connection.exec_driver_sql(_NO_PAIRS[office.database.engine.dialect.name])
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0008_reports'")
    assert find(office, "佐藤") == []
    upgrade(office.database)
    after = find(office, "佐藤")
    office.close()
    assert before
    assert after == before


def test_phones_case_numbers_and_guarantee_numbers(peopled: Office) -> None:
    assert shown(find(peopled, "022-005-0185")) == [
        ("K2024-000101", "電話", "022-005-0185"),
        ("K2024-00012", "電話", "022-005-0185"),
    ]
    for typed in ("令和元年(ワ)第12号", "令和1年（ワ）12号", "R1(ワ)12"):
        assert shown(find(peopled, typed)) == [("K2024-00011", "事件番号", "令和元年(ワ)第12号")]
    assert shown(find(peopled, "G777001")) == [("K2024-00010", "保証番号", "G777001")]
    assert shown(find(peopled, "00011")) == [("K2024-00011", "求償権", "K2024-00011")]


@pytest.mark.parametrize("typed", ["P0000012", "p0000012", "Ｐ０００００１２", " P0000012 "])
def test_a_person_is_found_by_number_before_those_whose_number_goes_on(database_url: str, typed: str) -> None:
    office = make_office(database_url, numbered())
    try:
        hits = find(office, typed)
    finally:
        office.close()
    assert [(hit.kind, hit.title, hit.party_no) for hit in hits] == [
        ("主債務者", "番号　一郎", "P0000012"),
        ("連帯保証人", "番号　次郎", "P00000123"),
        ("関係人", "番号　三郎", "P00000124"),
    ]
    assert [bool(hit.claim_no) for hit in hits] == [True, True, False]
    assert hits[0].detail.startswith("P0000012")


def test_the_beginning_of_a_number_finds_people_and_a_letter_alone_does_not(database_url: str) -> None:
    office = make_office(database_url, numbered())
    try:
        assert len(find(office, "P0000")) == 3
        assert not find(office, "P")
        assert not find(office, "P99")
    finally:
        office.close()


@pytest.mark.parametrize("typed", ["R0000777", "r0000777", "Ｒ００００７７７"])
def test_a_voucher_leads_to_its_claim(database_url: str, typed: str) -> None:
    rows = numbered()
    rows["receipts"] = [
        {"receipt_no": number, "claim_no": "K1", "received_on": AS_OF, "posted_on": AS_OF, "amount": 1, "method": "cash",
         "recovery_type": "irregular", "source": "lump_sum", "channel": "direct", "section": "第一課"}
        for number in ("R0000777", "R00007771")
    ]  # fmt: skip
    office = make_office(database_url, rows)
    try:
        assert shown(find(office, typed)) == [("K1", "入金", "R0000777")]
    finally:
        office.close()


def numbered() -> Rows:
    rows = base()
    names = {"P0000012": "番号　一郎", "P00000123": "番号　次郎", "P00000124": "番号　三郎"}
    rows["parties"] += [
        {"party_no": number, "kind": "individual", "name": name, "status": "active"} for number, name in names.items()
    ]
    rows["claims"] = [a_claim("K1", debtor_no="P0000012")]
    rows["claim_parties"] = [{"claim_no": "K1", "party_no": "P00000123", "role": "joint_guarantor"}]
    return rows


def test_what_is_taken_out_is_not_found(peopled: Office) -> None:
    with peopled.database.writing() as connection:
        searchable.remove_entries(connection, "party", ["P2", "P3"])
        searchable.add_entries(connection, [("party", "P3", searchable.words_of(["新名商店", None, ""]))])
    assert {hit.title for hit in find(peopled, "佐藤")} == {"佐藤　花子"}
    assert {hit.title for hit in find(peopled, "新名")} == {"株式会社佐藤組"}  # the name itself was not changed


def test_open_claims_come_before_those_that_are_over(database_url: str) -> None:
    rows = base()
    rows["parties"] += [{"party_no": f"X{n}", "kind": "individual", "name": f"山本{n}", "kana": None} for n in range(4)]
    rows["claims"] = [a_claim(f"K{n:04}", debtor_no=f"X{n}") for n in range(4)]
    rows["closings"] = [{"closing_no": "Z1", "claim_no": "K0000", "decided_on": AS_OF, "reason": "免責"}]
    office = make_office(database_url, rows)
    hits = find(office, "山本")
    office.close()
    assert [hit.claim_no for hit in hits] == ["K0001", "K0002", "K0003", "K0000"]
    assert [hit.status is not None and hit.status.is_open for hit in hits] == [True, True, True, False]


@given(st.text(alphabet="0A9Z山ヤー", min_size=1, max_size=14))
def test_the_tokens_of_a_number_are_those_of_its_grams(word: str) -> None:
    assert searchable._tokens_of_word("|p", word) == searchable._tokens(searchable._grams_of_word("|p", word))
