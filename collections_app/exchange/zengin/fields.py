"""The fields of one record as values; what cannot be read is a problem with record, field and value."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from collections_app.domain.calendar import date_without_era
from collections_app.domain.errors import DateError
from collections_app.domain.problem import Problem
from collections_app.exchange.zengin.layouts import Field, Holds, Layout
from collections_app.exchange.zengin.records import Record, place

_ASK_BANK = "銀行に正しいファイルを作り直してもらってください。"
_NO_DAY = frozenset(("", "000000", "0000"))


class RecordReader:
    """Reads the records of one file; `near` tells which era a day is of; `problems` grows."""

    def __init__(self, file: str, layout: Layout, near: date) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._layout = layout
        self._near = near

    def read(self, record: Record) -> dict[str, Any]:
        """Return the values of a record by field: text, int, date; None for what is not there or cannot be read."""
        fields = self._layout.records[record.kind]
        return {field.name: self._value(record, field) for field in fields if field.holds is not Holds.NOTHING}

    def object(self, record: int, field: str, value: str, message: str, remedy: str = _ASK_BANK) -> None:
        """Note a problem of a record's field."""
        self.problems.append(Problem(place(self.file, record, field), value, message, remedy))

    def warn(self, record: int, field: str, value: str, message: str, remedy: str) -> None:
        """Note something that a person should look at."""
        self.problems.append(Problem(place(self.file, record, field), value, message, remedy, is_warning=True))

    def _value(self, record: Record, field: Field) -> Any:
        piece = record.data[field.offset : field.offset + field.width]
        if len(piece) < field.width:
            return None  # the record is too short: that is said already
        try:
            text = piece.decode("cp932").rstrip(" \u3000\x00")
        except UnicodeDecodeError as error:
            broken = " ".join(f"0x{byte:02X}" for byte in piece[error.start : error.start + 2])
            self.object(record.number, field.title, broken, "Shift_JIS（CP932）の文字として読めないバイトがあります。")
            return None
        if not text.strip():
            if field.required:
                self.object(record.number, field.title, "", "値がありません。")
            return None
        return self._understood(record, field, text)

    def _understood(self, record: Record, field: Field, text: str) -> Any:
        if field.holds is Holds.TEXT:
            return text
        plain = text.strip()
        if not (plain.isascii() and plain.isdigit()):
            self.object(record.number, field.title, text, "数字ではない文字が入っています。")
            return None
        if field.holds is Holds.DIGITS:
            return int(plain) if field.name in _COUNTED else plain
        if plain in _NO_DAY and not field.required:
            return None
        return self._day(record, field, plain)

    def _day(self, record: Record, field: Field, text: str) -> date | None:
        try:
            if field.holds is Holds.MONTH_DAY:
                return month_day(text, self._near)
            return date_without_era(text, self._near)
        except DateError as error:
            self.object(record.number, field.title, text, str(error))
            return None


_COUNTED = frozenset(
    f"{part}{what}"
    for part in ("", "out_", "paid_", "failed_", "cancel_")
    for what in ("count", "total")
) | {"amount", "records"}  # fmt: skip


def month_day(text: str, near: date) -> date:
    """Return the newest day of MMDD that is not more than a month after `near`; or DateError.

    Answers are read after the day they are about; a month is left for a bank that answers ahead.
    """
    found = []
    for year in range(near.year - 4, near.year + 2):  # 29 February comes every four years
        try:
            found.append(date(year, int(text[:2]), int(text[2:])))
        except ValueError:
            continue
    if not found:
        raise DateError(f"{int(text[:2])}月{int(text[2:])}日はありません。")
    return max(day for day in found if day <= near + timedelta(days=31))
