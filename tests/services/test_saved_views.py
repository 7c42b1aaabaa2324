"""Saved views on both engines: kept, shared, changed by their owner alone; a definition that cannot be used says so."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from collections_app.domain.claim_conditions import FIELDS, Comparison, Condition, Shape
from collections_app.domain.codes import ClaimStatus
from collections_app.domain.errors import NotFoundError, UserError
from collections_app.domain.list_views import ClaimFilter, ClaimOrder
from collections_app.domain.saved_view import ListView, read_view, written
from collections_app.services import saved_views as service
from collections_app.services.office import Office
from collections_app.storage.tables import audit_records, saved_views

VIEW = ListView(
    ClaimFilter(
        statuses=(ClaimStatus.ACTIVE,),
        section="第一課",
        text="佐藤",
        claim_nos=("K1", "K2"),
        conditions=(
            Condition("next_on", Comparison.RANGE, low=date(2025, 4, 1)),
            Condition("principal", Comparison.RANGE, low=0, high=3_000_000_000),
            Condition("bank_name", Comparison.NONE_OF, ("青葉銀行",)),
            Condition("collateral", Comparison.FILLED),
        ),
    ),
    "貼り付けた番号",
    ClaimOrder("principal", descending=True),
    ("claim_no", "debtor", "principal"),
    "section",
)


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give a way to sit down as another person."""

    def sit_down(name: str) -> None:
        monkeypatch.setattr("getpass.getuser", lambda: name)

    sit_down("hanako")
    return sit_down


def tags(office: Office) -> list[tuple[str, str]]:
    with office.database.reading() as connection:
        rows = connection.execute(select(audit_records.c.tag, audit_records.c.actor).order_by(audit_records.c.audit_no))
        return [(tag, actor) for tag, actor in rows if tag.startswith("office:view")]


def test_a_view_comes_back_as_it_was_saved(office: Office, person: Any) -> None:
    kept = service.save_view(office, "  電話 する  ", VIEW)
    (found,) = service.saved_views(office)
    assert found == kept
    assert (found.name, found.owner, found.is_own, found.is_shared) == ("電話 する", "hanako", True, False)
    assert found.view == VIEW
    assert tags(office) == [("office:view:save", "hanako")]


def test_own_views_come_first_and_those_of_others_only_when_shared(office: Office, person: Any) -> None:
    for name in ("乙", "甲"):
        service.save_view(office, name, VIEW)
    person("taro")
    service.save_view(office, "共有", VIEW, is_shared=True)
    service.save_view(office, "内緒", VIEW)
    person("hanako")
    assert [(one.name, one.is_own) for one in service.saved_views(office)] == [
        ("乙", True), ("甲", True), ("共有", False),
    ]  # fmt: skip


def test_an_owner_updates_renames_shares_and_deletes(office: Office, person: Any) -> None:
    number = service.save_view(office, "甲", VIEW).view_no
    other = ListView(ClaimFilter(staff_no="S1"))
    assert service.update_view(office, number, other).view == other
    assert service.rename_view(office, number, "丙").name == "丙"
    assert service.rename_view(office, number, "丙").name == "丙"
    assert service.share_view(office, number, is_shared=True).is_shared
    person("taro")
    assert [(one.name, one.view) for one in service.saved_views(office)] == [("丙", other)]
    person("hanako")
    service.delete_view(office, number)
    assert service.saved_views(office) == []
    with pytest.raises(NotFoundError, match="削除されています"):
        service.update_view(office, number, VIEW)
    assert [tag for tag, _ in tags(office)] == ["office:view:save", *["office:view:change"] * 4, "office:view:delete"]


def test_nobody_changes_the_view_of_another(office: Office, person: Any) -> None:
    number = service.save_view(office, "甲", VIEW, is_shared=True).view_no
    person("taro")
    for change in (
        lambda: service.update_view(office, number, VIEW),
        lambda: service.rename_view(office, number, "乙"),
        lambda: service.share_view(office, number, is_shared=False),
        lambda: service.delete_view(office, number),
    ):
        with pytest.raises(UserError, match="hanakoさんの表示なので変えられません"):
            change()
    service.save_view(office, "甲", VIEW)  # a name is one's own
    assert len(tags(office)) == 2


@pytest.mark.parametrize(
    ("name", "sentence"), [(" 　", "入力してください"), ("あ" * 41, "41文字"), ("甲", "もうあります")]
)
def test_a_name_that_is_none_or_taken_is_refused(office: Office, person: Any, name: str, sentence: str) -> None:
    service.save_view(office, "甲", VIEW)
    second = service.save_view(office, "乙", VIEW).view_no
    with pytest.raises(UserError, match=sentence):
        service.save_view(office, name, VIEW)
    with pytest.raises(UserError, match=sentence):
        service.rename_view(office, second, name)
    assert [one.name for one in service.saved_views(office)] == ["乙", "甲"]


def broken(**changes: object) -> str:
    return json.dumps({**json.loads(written(VIEW)), **changes})


@pytest.mark.parametrize(
    ("definition", "sentence"),
    [
        ("", "壊れている"),
        ("{", "壊れている"),
        ("[]", "壊れている"),
        ("null", "壊れている"),
        ("{}", "壊れている"),
        (broken(version=2), "別の版（2）"),
        (broken(version="古い"), "別の版（古い）"),
        (broken(statuses=["lost"]), "壊れている"),
        (broken(statuses=7), "壊れている"),
        (broken(claim_nos="K1"), "壊れている"),
        (broken(text=None), "壊れている"),
        (broken(order=["principal"]), "壊れている"),
        (broken(columns=[1]), "壊れている"),
        (broken(conditions=[{}]), "壊れている"),
        (broken(conditions=[{"field": "x", "comparison": "filled", "values": [], "low": None, "high": None}]), "「x」"),
        (broken(conditions=[{"field": "tag", "comparison": "?", "values": [], "low": None, "high": None}]), "壊れて"),
        (broken(conditions=[{"field": "costs", "comparison": "range", "values": [], "low": 1.5, "high": None}]), "壊れて"),
        ("[" * 100_000, "壊れている"),
    ],
)  # fmt: skip
def test_a_definition_that_cannot_be_used_is_a_sentence(
    office: Office, person: Any, definition: str, sentence: str
) -> None:
    number = service.save_view(office, "甲", VIEW).view_no
    with office.database.writing() as connection:
        connection.execute(saved_views.update().values(definition=definition))
    (found,) = service.saved_views(office)
    assert found.view is None
    assert sentence in found.problem
    assert service.update_view(office, number, VIEW).view == VIEW


_conditions = st.sampled_from(FIELDS).flatmap(
    lambda field: st.sampled_from(field.comparisons).flatmap(
        lambda comparison: st.builds(
            Condition,
            st.just(field.key),
            st.just(comparison),
            st.just(("active",)) if comparison in (Comparison.ANY_OF, Comparison.NONE_OF) else st.just(()),
            (st.dates() if field.shape is Shape.DAY else st.integers(0, 10**15))
            if comparison is Comparison.RANGE
            else st.none(),
        )
    )
)


@given(st.lists(_conditions), st.text(), st.booleans())
def test_every_view_survives_being_written(conditions: list[Condition], text: str, descending: bool) -> None:
    view = ListView(ClaimFilter(text=text, conditions=tuple(conditions)), order=ClaimOrder("costs", descending))
    assert read_view(written(view)) == view
