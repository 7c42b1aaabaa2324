"""One table of a layout's file while it is read: each value is asked for by its name, and every mistake says where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from collections_app.reports.layout_terms import LayoutError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

T = TypeVar("T")


class Part:
    """A table of the file and its place in words."""

    def __init__(self, data: object, place: str) -> None:
        if not isinstance(data, dict):
            raise LayoutError(place, "名前と値の組（見出し付きの表）ではありません。")
        self._data: dict[str, Any] = data
        self.place = place

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def only(self, *keys: str) -> None:
        """Refuse what is not known here."""
        for key in self._data:
            if key not in keys:
                raise LayoutError(self.place, f"「{key}」という項目はありません。使える項目: {'、'.join(keys)}。", key)

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; without a default it must be there."""
        value = self._data.get(key, default)
        if value is None:
            raise LayoutError(self.place, f'「{key}」がありません。{key} = "…" を書いてください。')
        if not isinstance(value, str):
            raise LayoutError(self.place, f"「{key}」は文字で書いてください（引用符で囲みます）。", key)
        return value

    def number(self, key: str, least: int, most: int, default: int | None = None) -> int | None:
        """Return a whole number within its limits."""
        value = self._data.get(key, default)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise LayoutError(self.place, f"「{key}」は{least}から{most}までの整数で書いてください。", key)
        return value

    def choice(self, key: str, choices: Mapping[str, T], default: str) -> T:
        """Return what a word of a closed list stands for."""
        word = self.text(key, default)
        if word not in choices:
            raise LayoutError(
                self.place, f"「{key}」の「{word}」は使えません。{'、'.join(choices)}から選びます。", word
            )
        return choices[word]

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; empty when it is not there."""
        value = self._data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise LayoutError(self.place, f'「{key}」は文字の並び ["…", "…"] で書いてください。', key)
        return tuple(value)

    def part(self, key: str) -> Part:
        """Return a table below this one; an empty one when it is not there."""
        return Part(self._data.get(key, {}), f"{self.place}{'の' if self.place else ''}{key}")

    def parts(self, key: str, word: str) -> list[Part]:
        """Return the tables of a list; `word` counts them in the places."""
        value = self._data.get(key, [])
        if not isinstance(value, list):
            raise LayoutError(self.place, f"「{key}」は並び [[…]] で書いてください。", key)
        before = f"{self.place}の" if self.place else ""
        return [Part(one, f"{before}{at}番目の{word}") for at, one in enumerate(value, 1)]

    def named(self) -> Iterator[tuple[str, Part]]:
        """Yield the tables below this one by their names."""
        for name, data in self._data.items():
            yield name, Part(data, f"{self.place}「{name}」")
