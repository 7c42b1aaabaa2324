"""Texts that know where their figures stand: put together, broken into lines, they still do."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from collections_app.reports.figured import Behind, Figured, figured, figured_lines, joined, marks_of
from collections_app.reports.kinsoku import lines_of

WORDS = st.text("総回収は、前年を上回る。（　 ）", max_size=12)
NUMBERS = st.integers(0, 10**9).map("{:,}百万円".format)


def _one(sign: str) -> float:
    return 1.0


def _stand(text: str) -> list[tuple[str, Behind]]:
    return [(text[one.start : one.end], one.behind) for one in marks_of(text)]


def test_figures_keep_their_places_when_texts_are_put_together() -> None:
    first, second = Behind((), "一"), Behind((), "二")
    text = joined(("　", "回収", figured("12件", first), joined(("と", figured("3", second))), "。"))
    assert text == "　回収12件と3。"
    assert _stand(text) == [("12件", first), ("3", second)]
    assert marks_of("12件") == ()


@given(st.lists(st.tuples(WORDS, NUMBERS), max_size=6), st.integers(2, 30))
def test_lines_are_the_same_and_hold_every_figure_once(parts: list[tuple[str, str]], width: int) -> None:
    behinds = [Behind((), str(at)) for at in range(len(parts))]
    text = joined(piece for (words, number), behind in zip(parts, behinds, strict=True)
                  for piece in (words, figured(number, behind)))  # fmt: skip
    found = figured_lines(text, width, _one)
    assert found == lines_of(text, width, _one)
    said: dict[str, str] = {}
    for line in found:
        for words, behind in _stand(line):
            said[behind.why] = said.get(behind.why, "") + words
    assert said == {str(at): number for at, (_, number) in enumerate(parts)}


def test_a_text_with_a_sign_no_printer_shows_is_still_set() -> None:
    text = Figured("回収\x0712件", marks_of(joined(("回収\x07", figured("12件", Behind(()))))))
    assert figured_lines(text, 20, _one) == ["回収12件"]
