"""The town an address lies in."""

from __future__ import annotations

import pytest

from collections_app.domain.visits import NOWHERE, area_of


@pytest.mark.parametrize(
    ("address", "area"),
    [
        ("宮城県仙台市青葉区本町1-2-3", "仙台市青葉区"),
        ("仙台市宮城野区榴岡5", "仙台市宮城野区"),
        ("宮城県名取市増田1番", "名取市"),
        ("宮城県宮城郡松島町高城1", "宮城郡松島町"),
        ("東京都千代田区丸の内1丁目", "千代田区"),
        ("東京都東村山市本町1", "東村山市"),
        ("三重県四日市市諏訪町1", "四日市市"),
        ("千葉県市川市八幡1", "市川市"),
        ("新潟県十日町市千歳町3", "十日町市"),
        ("京都府京都市中京区寺町", "京都市中京区"),
        ("北海道札幌市中央区北1条", "札幌市中央区"),
        ("架空市中央1丁目", "架空市"),
        ("大和村1番地", "大和村"),
        ("どこか", "どこか"),
    ],
)
def test_the_town_is_read_from_the_address(address: str, area: str) -> None:
    assert area_of("980-0811", address) == (area if address != "どこか" else "〒980")
    assert area_of(None, address) == area


def test_without_an_address_the_postal_code_says_the_area() -> None:
    assert area_of("〒980-0811", None) == "〒980"
    assert area_of(None, "") == NOWHERE
