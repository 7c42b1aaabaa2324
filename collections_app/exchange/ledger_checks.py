"""What receipts say against claims, against each other and against placements, in the bundle and in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from operator import lt
from typing import TYPE_CHECKING, Any, cast

from collections_app.domain.codes import Channel
from collections_app.domain.row_rules import (
    PARTS,
    Finding,
    ReceiptFacts,
    before_subrogation,
    reversal_findings,
)
from collections_app.exchange.checking import problem_of
from collections_app.exchange.findings import Findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collections_app.domain.problem import Problem
    from collections_app.exchange.checking import CheckedBundle, CheckedTable

SubrogatedOn = Callable[[set[str]], Mapping[str, date]]  # claim numbers -> 代位弁済日 of those the database has
Receipts = Callable[[set[str]], Mapping[str, ReceiptFacts]]  # receipt numbers -> facts of those the database has


def check_ledger(bundle: CheckedBundle, subrogated_on: SubrogatedOn, receipts: Receipts) -> list[Problem]:
    """Return receipts before 代位弁済, reversals that do not mirror their original, and doubtful servicer receipts.

    The two callbacks tell what the database has of claims and receipts that are not in the bundle; numbers nobody
    knows are passed over here, `check_references` names them.
    """
    checked = bundle.get("receipts")
    if checked is None:
        return []
    found = Findings()
    for rule in (
        _before_subrogation(bundle, checked, subrogated_on),
        _reversals(checked, receipts),
        _outside_placements(bundle, checked),
    ):
        found.extend(problem_of(checked, finding, _shown(checked, finding)) for finding in rule)
    return found.listed()


def _shown(checked: CheckedTable, finding: Finding) -> str:
    value = checked.column(finding.column)[finding.index]
    return "" if value is None else str(value)


def _before_subrogation(bundle: CheckedBundle, checked: CheckedTable, subrogated_on: SubrogatedOn) -> Iterator[Finding]:
    claims = bundle.get("claims")
    start: dict[object, Any] = {}
    if claims:
        start.update(zip(claims.column("claim_no"), claims.column("subrogated_on"), strict=True))
    numbers = checked.column("claim_no")
    outside = {str(number) for number in set(numbers).difference(start) if number is not None}
    if outside:
        start.update(subrogated_on(outside))
    days: list[Any] = [day or date.max for day in checked.column("received_on")]
    firsts = [start.get(number) or date.min for number in numbers]
    for index, is_early in enumerate(map(lt, days, firsts)):
        if is_early and (finding := before_subrogation(index, days[index], firsts[index])):
            yield finding


def _reversals(checked: CheckedTable, receipts: Receipts) -> Iterator[Finding]:
    reverses = checked.column("reverses")
    indexes = [index for index, original in enumerate(reverses) if original is not None]
    if not indexes:
        return
    originals = {str(reverses[index]) for index in indexes}
    row_of = {str(no): index for index, no in enumerate(checked.column("receipt_no")) if no in originals}
    outside = originals.difference(row_of)
    kept = receipts(outside) if outside else {}
    taken: dict[str, int] = {}
    for index in indexes:
        number = str(reverses[index])
        if number in taken:
            message = f"この入金は{checked.lines[taken[number]]}行目でも取り消されています。"
            yield Finding(index, "reverses", message, "取消しは1つの入金に1回だけにしてください。")
            continue
        taken[number] = index
        original = _facts(checked, row_of[number]) if number in row_of else kept.get(number)
        reversal = _facts(checked, index)
        if original is None or reversal is None:
            continue  # a cell of it could not be read, or nobody knows it: both are reported
        if original.reversed_by not in (None, _number(checked, index)):
            message = f"この入金は{original.reversed_by}で取消済みです。"
            yield Finding(index, "reverses", message, "取消しは1つの入金に1回だけにしてください。")
        yield from reversal_findings(index, reversal, original)


def _number(checked: CheckedTable, index: int) -> object:
    return checked.column(checked.table.key[0])[index]


def _facts(checked: CheckedTable, index: int) -> ReceiptFacts | None:
    row = {name: values[index] for name, values in checked.columns.items()}
    if row["claim_no"] is None or row["received_on"] is None or row["amount"] is None:
        return None
    split = tuple(row[part] for part in PARTS)
    return ReceiptFacts(
        claim_no=cast("str", row["claim_no"]),
        received_on=cast("date", row["received_on"]),
        amount=cast("int", row["amount"]),
        split=None if None in split else cast("tuple[int, int, int]", split),
        reverses=cast("str | None", row["reverses"]),
    )


def _outside_placements(bundle: CheckedBundle, checked: CheckedTable) -> Iterator[Finding]:
    """Warn of a servicer's receipt on a day its claim was with none, where the bundle brings the placements along."""
    placements, claims = bundle.get("placements"), bundle.get("claims")
    if placements is None or claims is None:
        return
    spans: defaultdict[object, list[tuple[date, date]]] = defaultdict(list)
    names = ("claim_no", "placed_on", "returned_on")
    for claim_no, placed_on, returned_on in zip(*map(placements.column, names), strict=True):
        if isinstance(placed_on, date):
            spans[claim_no].append((placed_on, cast("date", returned_on or date.max)))
    here = set(claims.column("claim_no"))
    servicer = Channel.SERVICER.value
    numbers, received = checked.column("claim_no"), checked.column("received_on")
    indexes = [index for index, channel in enumerate(checked.column("channel")) if channel == servicer]
    for index in indexes:
        claim_no, received_on = numbers[index], received[index]
        if claim_no not in here or not isinstance(received_on, date):
            continue
        if not any(first <= received_on <= last for first, last in spans.get(claim_no, ())):
            message = "サービサーの入金ですが、この日にサービサー委託がありません。"
            remedy = "委託日・返戻日か取扱を確かめてください。"
            yield Finding(index, "channel", message, remedy, is_warning=True)
