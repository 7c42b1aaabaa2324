"""How long modules and functions may become, and how much a function may be told."""

from __future__ import annotations

from tests.architecture.tree import functions_in, program_files, shown

MODULE_LINES = 400
FUNCTION_LINES = 40
PARAMETERS = 6


def test_modules_are_one_thing_each() -> None:
    lines = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in program_files()}
    assert {file: count for file, count in lines.items() if count > MODULE_LINES} == {}


def test_functions_do_one_thing_each() -> None:
    assert _complaints() == []


def _complaints() -> list[str]:
    found = []
    for path in program_files():
        for function in functions_in(path.read_text(encoding="utf-8"), shown(path)):
            if function.length > FUNCTION_LINES:
                found.append(f"{function.place}: {function.length} lines")
            if len(function.parameters) > PARAMETERS:
                found.append(f"{function.place}: {len(function.parameters)} parameters")
    return found


def test_length_and_parameters_are_counted_as_a_reader_does() -> None:
    source = "class A:\n    def f(self, a, /, b, *, c):\n        '''Say.'''\n        def g():\n            pass\n        return g\n"
    outer, inner = functions_in(source, "a.py")
    assert (outer.place, outer.length, outer.parameters) == ("a.py:2 f", 5, ["a", "b", "c"])
    assert (inner.length, inner.parameters) == (2, [])
