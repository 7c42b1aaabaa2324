"""Files of banks made from the layouts: whole ones, and the same with one thing wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from collections_app.exchange.zengin.layouts import DATA, DEBITS, END, HEADER, TRAILER, Field, Holds, Layout

CRLF, LF = b"\r\n", b"\n"


def cell(spec: Field, value: Any) -> bytes:
    """Return a field's bytes; bytes are taken as they are."""
    if isinstance(value, bytes):
        return value.ljust(spec.width)[: spec.width]
    text = "" if value is None else str(value)
    if spec.holds in (Holds.TEXT, Holds.NOTHING):
        return text.encode("cp932").ljust(spec.width)
    return text.rjust(spec.width, "0").encode("cp932")


def record(layout: Layout, kind: str, **values: Any) -> bytes:
    """Return a record of a layout."""
    known = {spec.name for spec in layout.records[kind]}
    assert values.keys() <= known, values.keys() - known
    given = {"record": kind, "type": layout.code, **values}
    made = b"".join(cell(spec, given.get(spec.name)) for spec in layout.records[kind])
    assert len(made) == layout.width
    return made


@dataclass
class Made:
    """A file as its records; `bytes_with` puts line ends and an end mark to them."""

    layout: Layout
    records: list[bytes] = field(default_factory=list)

    def bytes_with(self, line_end: bytes = CRLF, tail: bytes = b"") -> bytes:
        return b"".join(one + line_end for one in self.records) + tail

    def changed(self, number: int, name: str, value: Any) -> Made:
        """Return the file with one field of the record of that number, from 1, changed."""
        records = list(self.records)
        old = records[number - 1]
        spec = self.layout.field(old[:1].decode(), name)
        records[number - 1] = old[: spec.offset] + cell(spec, value) + old[spec.offset + spec.width :]
        return Made(self.layout, records)

    def with_records(self, records: list[bytes]) -> Made:
        return Made(self.layout, records)


def deposits(layout: Layout, lines: list[dict[str, Any]], **header: Any) -> Made:
    """Return a file of type 01 or 03 with correct counts and sums."""
    head = {"made_on": "070401", "bank_code": "0001", "branch_code": "123", "account_no": "7654321", **header}
    day = {"booked_on": "070401", "valued_on": "070401"}
    is_statement = layout.code == "03"
    filled = [{"reference": f"{n:06}", **day, **({"direction": "1", "nature": "11"} if is_statement else {}), **one}
              for n, one in enumerate(lines, 1)]  # fmt: skip
    data = [record(layout, DATA, **one) for one in filled]
    mark = "direction" if is_statement else "cancelled"
    out = [int(one["amount"]) for one in filled if one.get(mark) == ("2" if is_statement else "1")]
    came = sum(int(one["amount"]) for one in filled) - sum(out)
    names = ("out_count", "out_total") if is_statement else ("cancel_count", "cancel_total")
    sums = {"count": len(data) - len(out), "total": came, names[0]: len(out), names[1]: sum(out)}
    return Made(layout, [record(layout, HEADER, **head), *data, record(layout, TRAILER, **sums), record(layout, END)])


def results(answers: list[dict[str, Any]], debited_on: str = "0427", **header: Any) -> Made:
    """Return results of direct debits with correct counts and sums."""
    head = {"consignor_code": "0000012345", "consignor_name": "ｶｸｳｼﾝﾖｳﾎｼﾖｳ", "debited_on": debited_on, **header}
    data = [record(DEBITS, DATA, **{"result": "0", "account_kind": "1", **one}) for one in answers]
    paid = [int(one["amount"]) for one in answers if one.get("result", "0") == "0"]
    total = sum(int(one["amount"]) for one in answers)
    sums = {
        "count": len(data), "total": total, "paid_count": len(paid), "paid_total": sum(paid),
        "failed_count": len(data) - len(paid), "failed_total": total - sum(paid),
    }  # fmt: skip
    return Made(DEBITS, [record(DEBITS, HEADER, **head), *data, record(DEBITS, TRAILER, **sums), record(DEBITS, END)])
