"""Any file of a bank: in a fixed layout of 全国銀行協会, or a CSV of online banking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.domain.errors import UserError
from collections_app.exchange.bank_csv import CsvColumns, read_bank_csv
from collections_app.exchange.raw import refusal
from collections_app.exchange.zengin.reading import read_zengin
from collections_app.exchange.zengin.records import looks_fixed

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from collections_app.domain.bank_lines import BankFile

MAX_BYTES = 64 * 1024**2  # three hundred thousand records


def read_bank_file(path: Path, near: date, columns: CsvColumns | None = None) -> tuple[BankFile, bytes]:
    """Return what a file says and its bytes; `near` tells which era a day is of.

    RefusedError for what is no file of a bank; UserError when it cannot be read.
    """
    try:
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            raise refusal(path.name, "ファイルが大きすぎます（64MBまで）。", "銀行のファイルか確かめてください。")
        data = path.read_bytes()
    except OSError as error:
        raise UserError(f"「{path.name}」を開けません（{error.strerror}）。場所を確かめてください。") from error
    is_csv = path.suffix.lower() == ".csv" and b"," in data
    if is_csv or (data.strip() and not looks_fixed(data) and b"," in data):
        return read_bank_csv(path.name, data, columns or CsvColumns()), data
    return read_zengin(path.name, data, near), data
