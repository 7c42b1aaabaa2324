"""Which option a typed text means: its number in the list, its word, or a part of word or kana."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from collections_app.domain.errors import UserError
from collections_app.domain.forms import Option

_HIRAGANA, _KATAKANA = ord("ぁ"), ord("ァ")
_KANA = {_HIRAGANA + at: _KATAKANA + at for at in range(ord("ゖ") - _HIRAGANA + 1)}


def folded(text: str) -> str:
    """Return a text as it is compared: half width, small letters, katakana, no spaces."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_KANA)
    return "".join(plain.split())


def matching(options: Sequence[Option], text: str) -> list[Option]:
    """Return the options that a text may mean, all of them when it is empty or says one exactly."""
    wanted = folded(text)
    if not wanted or any(folded(one.label) == wanted for one in options):
        return list(options)
    by_number = [one for at, one in enumerate(options, 1) if str(at) == wanted]
    if by_number:
        return by_number
    return [one for one in options if wanted in folded(f"{one.label}{one.also}")]


def meant(options: Sequence[Option], text: str, at: int = 0) -> Option:
    """Return the option that a text means, the one at place `at` where it may mean several; UserError when none."""
    wanted = folded(text)
    exact = next((one for one in options if folded(one.label) == wanted), None)
    if exact is not None:
        return exact
    found = matching(options, text)
    if not found:
        raise UserError(f"「{text}」に当てはまるものがありません。番号を入れるか、F4で一覧から選んでください。")
    return found[min(at, len(found) - 1)]
