"""Names in the banks' kana: half width as files carry them, and one spelling by which they are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from collections_app.domain.errors import UserError

_HIRAGANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
_LARGE = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
_LEFT_OUT = dict.fromkeys(map(ord, " 　-‐‑‒–—―−ー・.,、。｡､'’｢｣「」/&"))
_SPELT = _LARGE | {small: _LARGE.get(large, large) for small, large in _HIRAGANA.items()} | _LEFT_OUT
_FORMS = "カ|ユ|ド|シ|メ|イ|フク|シユウ|ガク|ザイ|シヤ|トクヒ|ノウ|コク|ベン|ゼイ"
_SHORT_FORM = re.compile(rf"^(?:{_FORMS})\)|\((?:{_FORMS})\)?$|\((?:{_FORMS})\)")
_WHOLE_FORM = re.compile(
    "カブシキガイシヤ|カブシキカイシヤ|ユウゲンガイシヤ|ゴウドウガイシヤ|ゴウシガイシヤ|ゴウメイガイシヤ|イリヨウホウジン"
    r"|株式会社|有限会社|合同会社|合資会社|合名会社|医療法人|\((?:株|有|同|資|名|医)\)"
)

_HALF = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)}
_MARKS = {"\u3099": "ﾞ", "\u309a": "ﾟ", "゛": "ﾞ", "゜": "ﾟ", "ー": "-", "‐": "-", "−": "-", "・": ".", "　": " "}
_ALLOWED = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ ()-./｢｣ﾞﾟ\\,")


@lru_cache(maxsize=32_768)  # a file names its payers again and again
def payer_key(name: str) -> str:
    """Return the spelling by which names of payers are compared.

    NFKC (which joins half-width kana with its dakuten), katakana without small letters and long marks, no spaces or
    signs, no legal form: ｶ)ｱｵﾊﾞ ｲﾝｻﾂ and 株式会社アオバインサツ are アオバインサツ.
    """
    text = _WHOLE_FORM.sub("", unicodedata.normalize("NFKC", name).upper().translate(_SPELT))
    return _SHORT_FORM.sub("", text).replace("(", "").replace(")", "")


def bank_kana(text: str) -> str:
    """Return a name in the half-width kana that files of the banks may hold; UserError names what they may not."""
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).translate(_HIRAGANA))
    found = []
    for place, letter in enumerate(decomposed.upper().translate(_LARGE), 1):
        half = _MARKS.get(letter) or _HALF.get(letter) or letter
        if half not in _ALLOWED and half not in _HALF.values():
            where = f"「{text}」の{place}文字目「{letter}」"
            raise UserError(f"{where}は銀行のファイルに書けません。カナ・英大文字・数字に直してください。")
        found.append(half)
    return "".join(found)
