"""What the columns of one record must say together: contradictions are refused, implausible values warned about.

Every rule takes whole columns and yields the rows it objects to, so that 100,000 rows cost about as much as reading
them; a screen asks about one record with columns of length one (`findings_in_row`). Sources: rules §2, §4, §9.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from collections_app.domain.agreement_rules import AGREEMENT_RULES
from collections_app.domain.bundle import TABLE
from collections_app.domain.calendar import era_date
from collections_app.domain.case_no import doubt_about
from collections_app.domain.codes import ActionKind, ActionOutcome, ObligorRole
from collections_app.domain.counting import CHOICES, CountingRule, objection
from collections_app.domain.findings import Columns, Finding, Rule, in_order
from collections_app.domain.money import show_yen
from collections_app.domain.work_rules import WORK_RULES

if TYPE_CHECKING:
    from datetime import date

__all__ = [
    "Columns",
    "Finding",
    "ReceiptFacts",
    "Rule",
    "before_subrogation",
    "findings_in",
    "findings_in_row",
    "reversal_findings",
]

_KIND = {kind.value: kind for kind in ActionKind}
_OUTCOME = {outcome.value: outcome for outcome in ActionOutcome}
PARTS = ("to_costs", "to_damages", "to_principal")


def findings_in(table: str, columns: Columns) -> Iterator[Finding]:
    """Return what the rules of the table of that identifier object to; `columns` holds every column of it."""
    for rule in RULES.get(table, ()):
        yield from rule(columns)


def findings_in_row(table: str, row: Mapping[str, Any]) -> Iterator[Finding]:
    """Return what the rules object to in one record; columns it does not name count as empty."""
    return findings_in(table, {column.name: (row.get(column.name),) for column in TABLE[table].columns})


def _sign_of_receipt(columns: Columns) -> Iterator[Finding]:
    for index, (amount, reverses) in enumerate(zip(columns["amount"], columns["reverses"], strict=True)):
        if amount is None:
            continue
        if amount == 0:
            yield Finding(index, "amount", "入金額が0円です。", "入金した額を入力するか、この行を除いてください。")
        elif amount < 0 and reverses is None:
            yield Finding(
                index,
                "amount",
                "取消対象のない入金がマイナスです。",
                "取消しならば取消対象に元の入金番号を入れ、そうでなければ正の金額にしてください。",
            )
        elif amount > 0 and reverses is not None:
            yield Finding(
                index, "amount", "取消しの金額が正です。", f"元の入金の符号を逆にした額（▲{amount:,}）にしてください。"
            )


def _split_of_receipt(columns: Columns) -> Iterator[Finding]:
    parts = zip(*(columns[part] for part in PARTS), strict=True)
    for index, split in enumerate(parts):
        if split == (None, None, None):
            continue
        amount = columns["amount"][index]
        if None in split:
            yield Finding(
                index,
                PARTS[split.index(None)],
                "充当額が一部だけ入力されています。",
                "費用・損害金・元金の3つとも入力する（ないものは0）か、3つとも空欄にしてください。",
            )
        elif amount is not None:
            yield from _split_against(index, amount, split)


def _split_against(index: int, amount: int, split: Sequence[int]) -> Iterator[Finding]:
    for part, yen in zip(PARTS, split, strict=True):
        if yen * amount < 0:
            remedy = "入金の充当額は0以上、取消しの充当額は0以下にしてください。"
            yield Finding(index, part, "充当額の符号が金額の符号と違います。", remedy)
            return
    if sum(split) != amount:
        message = f"充当額の合計（{show_yen(sum(split))}円）が金額（{show_yen(amount)}円）と一致しません。"
        yield Finding(index, PARTS[-1], message, "3つの充当額の合計を金額に合わせてください。")


def _share(columns: Columns) -> Iterator[Finding]:
    for index, share in enumerate(columns["share"]):
        if share is not None and not 0 < Fraction(share) <= 1:
            yield Finding(
                index, "share", "持分が0より大きく1以下ではありません。", "1/2、1/4のように入力してください。"
            )


def _share_of_bearer(columns: Columns) -> Iterator[Finding]:
    for index, share in enumerate(columns["share"]):
        if share is not None and not 0 < Fraction(share) <= 1:
            remedy = "負担しない人の行は要りません。4/5、1/10のように入力してください。"
            yield Finding(index, "share", "割合が0より大きく1以下ではありません。", remedy)


def _received_after_claimed(columns: Columns) -> Iterator[Finding]:
    """Yield what is missing beside insurance money received: what is paid on later is computed from all three."""
    rows = zip(columns["received_on"], columns["claimed_on"], columns["amount"], strict=True)
    for index, (received_on, claimed_on, amount) in enumerate(rows):
        if received_on is not None and claimed_on is None:
            yield Finding(index, "claimed_on", "受領日があるのに請求日がありません。", "請求した日を入力してください。")
        if received_on is not None and not amount:
            remedy = "回収納付金の計算に使います。受け取った額を入力してください。"
            yield Finding(index, "amount", "受領日があるのに保険金額がありません。", remedy)


def _settled_with_reason(columns: Columns) -> Iterator[Finding]:
    for index, (settled_on, reason) in enumerate(zip(columns["settled_on"], columns["reason"], strict=True)):
        if settled_on is not None and not reason:
            remedy = "差異をどう解消したかを事由に入力してください。"
            yield Finding(index, "reason", "解消日があるのに事由がありません。", remedy)


def _first_of_month(columns: Columns) -> Iterator[Finding]:
    for index, month in enumerate(columns["month"]):
        if month is not None and month.day != 1:
            remedy = f"その月の1日（{month.replace(day=1):%Y-%m-%d}）にしてください。"
            yield Finding(index, "month", "対象月が月の初日ではありません。", remedy)


def _heir_of_somebody(columns: Columns) -> Iterator[Finding]:
    for index, (role, deceased) in enumerate(zip(columns["role"], columns["inherits_from"], strict=True)):
        if role == ObligorRole.HEIR.value and deceased is None:
            remedy = "だれの相続人かを被相続人番号に入力してください。"
            yield Finding(index, "inherits_from", "相続人に被相続人がありません。", remedy, is_warning=True)


def _renounced_by_an_heir(columns: Columns) -> Iterator[Finding]:
    for index, (role, renounced_on) in enumerate(zip(columns["role"], columns["renounced_on"], strict=True)):
        if renounced_on is not None and role != ObligorRole.HEIR.value:
            remedy = "相続放棄日を空欄にするか、関係を相続人にしてください。"
            yield Finding(index, "renounced_on", "相続人でない人に相続放棄日があります。", remedy)


def _by_somebody_else(columns: Columns) -> Iterator[Finding]:
    for index, (staff_no, deputy_no) in enumerate(zip(columns["staff_no"], columns["deputy_no"], strict=True)):
        if staff_no is not None and staff_no == deputy_no:
            yield Finding(index, "deputy_no", "代行者が本人です。", "ほかの職員を選んでください。")


def _of_something(columns: Columns) -> Iterator[Finding]:
    for index, (claim_no, party_no) in enumerate(zip(columns["claim_no"], columns["party_no"], strict=True)):
        if claim_no is None and party_no is None:
            message = "求償権番号も関係人番号もありません。"
            yield Finding(index, "claim_no", message, "どちらかを入力してください。")


def _merged_into_another(columns: Columns) -> Iterator[Finding]:
    for index, (party_no, merged_into) in enumerate(zip(columns["party_no"], columns["merged_into"], strict=True)):
        if party_no is not None and party_no == merged_into:
            yield Finding(index, "merged_into", "統合先が同じ人です。", "ほかの関係人番号にしてください。")


def _cost_of_something(columns: Columns) -> Iterator[Finding]:
    for index, amount in enumerate(columns["amount"]):
        if amount == 0:
            remedy = "支出した額を入力してください（還付はマイナス）。"
            yield Finding(index, "amount", "費用の金額が0円です。", remedy)


def _outcome_has_end(columns: Columns) -> Iterator[Finding]:
    pending = ActionOutcome.PENDING
    for index, (outcome, ended_on) in enumerate(zip(columns["outcome"], columns["ended_on"], strict=True)):
        if ended_on is None and outcome is not None and outcome != pending.value:
            word = _OUTCOME[outcome].label
            remedy = f"終了した日を入力するか、結果を{pending.label}にしてください。"
            yield Finding(index, "ended_on", f"結果が「{word}」なのに終了日がありません。", remedy)
        elif ended_on is not None and outcome == pending.value:
            message = f"終了日があるのに結果が{pending.label}です。"
            yield Finding(index, "outcome", message, "結果を選び直してください。", is_warning=True)


def _plausible_case_no(columns: Columns) -> Iterator[Finding]:
    rows = zip(columns["case_no"], columns["kind"], columns["court"], strict=True)
    for index, (case_no, kind, court) in enumerate(rows):
        if case_no is not None and kind is not None and (doubt := doubt_about(case_no, _KIND[kind], court)):
            remedy = "裁判所の書面を見て、令和6年(ワ)第123号のように入力してください。"
            yield Finding(index, "case_no", doubt, remedy, is_warning=True)


_PHONE = re.compile(r"0\d{9,10}", re.ASCII)
_BETWEEN_DIGITS = str.maketrans("", "", "-() ")
_POSTAL_CODE = re.compile(r"\d{3}-?\d{4}", re.ASCII)


def _plausible_phone(columns: Columns) -> Iterator[Finding]:
    for index, phone in enumerate(columns["phone"]):
        if phone is not None and not _PHONE.fullmatch(_narrow(phone).translate(_BETWEEN_DIGITS)):
            remedy = "0から始まる10桁か11桁で入力してください。"
            yield Finding(index, "phone", "電話番号の形ではないようです。", remedy, is_warning=True)


def _plausible_postal_code(columns: Columns) -> Iterator[Finding]:
    for index, code in enumerate(columns["postal_code"]):
        if code is not None and not _POSTAL_CODE.fullmatch(_narrow(code).removeprefix("〒")):
            remedy = "980-0811のように7桁で入力してください。"
            yield Finding(index, "postal_code", "郵便番号の形ではないようです。", remedy, is_warning=True)


def _narrow(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def _countable(columns: Columns) -> Iterator[Finding]:
    rows = zip(columns["measure"], columns["version"], columns["words"], columns["dated"], strict=True)
    for index, (measure, version, words, dated) in enumerate(rows):
        if measure is None or dated is None or version is None:
            continue
        found = objection(CountingRule(measure, version, tuple((words or "").split()), dated))
        if found is not None:
            column = "measure" if measure not in CHOICES else "dated" if "日では" in found else "words"
            yield Finding(index, column, found, "集計の数え方の画面から決めると、選べるものだけが出ます。")


RULES: dict[str, tuple[Rule, ...]] = {
    "parties": (_plausible_phone, _plausible_postal_code),
    "claims": (in_order("claims", "contracted_on", "subrogated_on", is_warning=True),),
    "claim_parties": (_share, _heir_of_somebody, _renounced_by_an_heir),
    "party_addresses": (_plausible_phone, _plausible_postal_code),
    "party_merges": (_merged_into_another,),
    "counting_rules": (_countable,),
    "deputies": (_by_somebody_else, in_order("deputies", "starts_on", "ends_on")),
    "notes": (_of_something,),
    "attachments": (_of_something,),
    "receipts": (_sign_of_receipt, _split_of_receipt),
    "costs": (_cost_of_something,),
    "contacts": (
        in_order("contacts", "contacted_on", "promised_on", is_warning=True),
        in_order("contacts", "contacted_on", "next_on", is_warning=True),
    ),
    "legal_actions": (
        in_order("legal_actions", "filed_on", "fixed_on"),
        in_order("legal_actions", "filed_on", "ended_on"),
        _outcome_has_end,
        _plausible_case_no,
    ),
    "disposals": (
        in_order("disposals", "proposed_on", "agreed_on"),
        in_order("disposals", "agreed_on", "settled_on"),
    ),
    "limitation_events": (in_order("limitation_events", "occurred_on", "until"),),
    "releases": (
        in_order("releases", "applied_on", "approved_on"),
        in_order("releases", "applied_on", "released_on"),
        in_order("releases", "approved_on", "released_on"),
    ),
    "administration_stops": (in_order("administration_stops", "decided_on", "resumed_on"),),
    "placements": (in_order("placements", "placed_on", "returned_on"),),
    "insurance_claims": (in_order("insurance_claims", "claimed_on", "received_on"), _received_after_claimed),
    "shares": (_share_of_bearer,),
    "servicer_reports": (_first_of_month, _settled_with_reason),
    "bearer_payments": (_first_of_month, _settled_with_reason),
    "payment_lines": (_first_of_month,),
    **WORK_RULES,
    **AGREEMENT_RULES,
}


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What a receipt says that its reversal must mirror; amounts in yen."""

    claim_no: str
    received_on: date
    amount: int
    split: tuple[int, int, int] | None = None  # 費用, 損害金, 元金 where somebody fixed them
    reverses: str | None = None
    reversed_by: str | None = None


def reversal_findings(index: int, reversal: ReceiptFacts, original: ReceiptFacts) -> Iterator[Finding]:
    """Return where a reversal is not the mirror of its original: claim, 入金日, amount, split (rules §2)."""
    if original.reverses is not None:
        remedy = "取消しを取り消すことはできません。改めて入金として登録してください。"
        yield Finding(index, "reverses", "取消対象がそれ自体取消しです。", remedy)
        return
    if reversal.claim_no != original.claim_no:
        message = "取消対象は別の求償権の入金です。"
        yield Finding(
            index, "claim_no", message, f"求償権番号を{original.claim_no}にするか、取消対象を直してください。"
        )
    if reversal.received_on != original.received_on:
        day = original.received_on
        remedy = f"元の入金と同じ{era_date(day)}（{day}）にしてください。"
        yield Finding(index, "received_on", "取消しの入金日が元の入金と違います。", remedy)
    if reversal.amount != -original.amount:
        remedy = f"元の入金の符号を逆にした{show_yen(-original.amount)}円にしてください。"
        yield Finding(index, "amount", "取消しの金額が元の入金と釣り合いません。", remedy)
    if reversal.split and original.split and reversal.split != tuple(-yen for yen in original.split):
        wanted = "・".join(show_yen(-yen) for yen in original.split)
        remedy = f"費用・損害金・元金を{wanted}円にするか、空欄にしてください。"
        yield Finding(index, PARTS[0], "取消しの充当額が元の入金と釣り合いません。", remedy)


def before_subrogation(index: int, received_on: date, subrogated_on: date) -> Finding | None:
    """Return the objection to a receipt dated before the claim came into being; None when it is not."""
    if received_on >= subrogated_on:
        return None
    message = f"入金日が代位弁済日（{era_date(subrogated_on)}）より前です。"
    return Finding(index, "received_on", message, "入金日か求償権番号を直してください。")
