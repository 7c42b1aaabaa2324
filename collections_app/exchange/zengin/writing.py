"""The request of direct debits (口座振替 依頼, 種別 91) as the bank wants it: 120 bytes a record, CR LF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collections_app.domain.errors import UserError
from collections_app.domain.kana import bank_kana
from collections_app.exchange.zengin.layouts import DATA, DEBITS, END, HEADER, TRAILER, Field, Holds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_app.domain.bank_lines import DebitOrder, DebitRequest

_FIRST, _OTHER = "1", "0"


def write_request(request: DebitRequest) -> bytes:
    """Return the file of a request; UserError when something does not fit into its field."""
    asked_by = request.consignor
    header = {
        "record": HEADER,
        "type": DEBITS.code,
        "coding": "0",
        "consignor_code": asked_by.code,
        "consignor_name": asked_by.name,
        "debited_on": f"{request.debited_on:%m%d}",
        "bank_code": asked_by.bank_code,
        "bank_name": asked_by.bank_name,
        "branch_code": asked_by.branch_code,
        "branch_name": asked_by.branch_name,
        "account_kind": asked_by.account_kind.value,
        "account_no": asked_by.account_no,
    }
    total = sum(order.amount for order in request.orders)
    trailer = {"record": TRAILER, "count": len(request.orders), "total": total}
    trailer |= dict.fromkeys(("paid_count", "paid_total", "failed_count", "failed_total"), 0)
    records = [_record(HEADER, header, "委託者")]
    records += [_record(DATA, _order(order), f"顧客番号 {order.customer_no}") for order in request.orders]
    records += [_record(TRAILER, trailer, "合計"), _record(END, {"record": END}, "")]
    return b"".join(record + b"\r\n" for record in records)


def _order(order: DebitOrder) -> dict[str, Any]:
    return {
        "record": DATA,
        "bank_code": order.bank_code,
        "bank_name": order.bank_name,
        "branch_code": order.branch_code,
        "branch_name": order.branch_name,
        "account_kind": order.account_kind.value,
        "account_no": order.account_no,
        "holder": order.holder,
        "amount": order.amount,
        "fresh": _FIRST if order.is_first else _OTHER,
        "customer_no": order.customer_no,
        "result": "0",
    }


def _record(kind: str, values: Mapping[str, Any], whose: str) -> bytes:
    return b"".join(_cell(field, values.get(field.name, ""), whose) for field in DEBITS.records[kind])


def _cell(field: Field, value: Any, whose: str) -> bytes:
    text = str(value)
    if field.holds in (Holds.DIGITS, Holds.MONTH_DAY):
        if text and not (text.isascii() and text.isdigit()):
            raise UserError(f"{whose}: {field.title}「{text}」は数字ではありません。直してください。")
        cell = text.rjust(field.width, "0").encode("ascii")
    else:
        cell = bank_kana(text).encode("cp932")
        if field.name not in _MAY_BE_CUT and len(cell) > field.width:
            raise _too_long(field, text, whose)
        cell = cell[: field.width].ljust(field.width)
    if len(cell) > field.width:
        raise _too_long(field, text, whose)
    return cell


_MAY_BE_CUT = frozenset(("bank_name", "branch_name", "holder", "consignor_name"))  # the codes and numbers decide


def _too_long(field: Field, text: str, whose: str) -> UserError:
    return UserError(f"{whose}: {field.title}「{text}」が長すぎます（{field.width}文字まで）。短くしてください。")
