"""The checks that prove a database: each reads what is stored and says, to the yen, where it does not agree."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

from sqlalchemy import Connection, func, select

from collections_app.domain.ledger import EntryKind, Fault
from collections_app.domain.money import show_yen
from collections_app.domain.problem import Place, Problem
from collections_app.domain.progress import Progress
from collections_app.storage import attachments, facts, posting, totals
from collections_app.storage.month_closes import broken_chain
from collections_app.storage.tables import APPEND_ONLY, BUNDLE, claim_balances, ledger_entries

_ASK = "バックアップから戻すか、管理者に知らせてください。"


def findings(connection: Connection, progress: Progress) -> Iterator[Problem]:
    """Yield what every check finds, one check after the other."""
    for number, (title, check) in enumerate(CHECKS):
        progress.step(f"{title}を確かめています", number, len(CHECKS))
        yield from check(connection)
    progress.step("確かめ終わりました", len(CHECKS), len(CHECKS))


def _file(connection: Connection) -> Iterator[Problem]:
    """The pages of the file, and every reference; PostgreSQL watches both by itself."""
    if connection.dialect.name != "sqlite":
        return
    for (found,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if found != "ok":
            yield Problem(Place("ファイル"), "", f"データベースのファイルが傷んでいます（{found}）。", _ASK)
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield Problem(Place(table, row), "", f"参照先（{parent}）がない行があります。", _ASK)


def _append_only(connection: Connection) -> Iterator[Problem]:
    """The triggers without which the ledger could be rewritten."""
    if connection.dialect.name == "sqlite":
        query = "SELECT tbl_name, count(*) FROM sqlite_master WHERE type = 'trigger' GROUP BY tbl_name"
        wanted = 2
    else:
        query = (
            "SELECT c.relname, count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' GROUP BY c.relname"
        )
        wanted = 1
    present = {row[0]: row[1] for row in connection.exec_driver_sql(query)}
    for table in APPEND_ONLY:
        if present.get(table, 0) < wanted:
            yield Problem(Place(table), "", "追記のみを守る仕組み（トリガー）がありません。", _ASK)


def _ledger(connection: Connection) -> Iterator[Problem]:
    """The ledger and the remembered balances against a replay of the facts."""
    book = facts.load(connection)
    fresh = posting.derive(connection, book, frozenset(book.claims()), 0)
    for row in fresh.ledger:
        yield Problem(Place("元帳", None, row[2]), "", f"求償権 {row[0]} の元帳が、入金などの事実と合いません。", _ASK)
    for row in fresh.standing:
        yield Problem(Place("残高の異動"), "", f"求償権 {row[0]} の残高の異動が、事実と合いません。", _ASK)
    for claim_no, contradiction in fresh.contradictions:
        if contradiction.fault is Fault.REVERSAL_SPLIT:
            continue  # what a reversal was typed with; in the ledger it mirrors its original
        place = Place("元帳", None, contradiction.voucher_no)
        yield Problem(place, "", f"求償権 {claim_no} の充当か減免が、残っていた額を超えています。", _ASK)
    remembered = {row[0]: tuple(row) for row in connection.execute(select(claim_balances))}
    for row in fresh.balances:
        if remembered.get(row[0]) != row:
            yield Problem(Place("残高"), "", f"求償権 {row[0]} の残高が、元帳と合いません。", _ASK)


def _receipts(connection: Connection) -> Iterator[Problem]:
    """Every yen of every receipt: to costs, damages, principal or overpaid."""
    entry, receipt = ledger_entries.c, BUNDLE["receipts"].c
    spread = func.sum(entry.overpaid - entry.principal - entry.damages - entry.costs)
    query = (
        select(receipt.receipt_no, receipt.amount, func.coalesce(spread, 0))
        .select_from(
            BUNDLE["receipts"].outerjoin(
                ledger_entries,
                (entry.voucher_no == receipt.receipt_no)
                & entry.kind.in_([EntryKind.RECEIPT.value, EntryKind.REVERSAL.value]),
            )
        )
        .group_by(receipt.receipt_no, receipt.amount)
        .having(func.coalesce(spread, 0) != receipt.amount)
    )
    for number, amount, found in connection.execute(query):
        text = f"入金 {number} の{show_yen(amount)}円のうち、充当されたのは{show_yen(int(found))}円です。"
        yield Problem(Place("入金", None, number), "", text, _ASK)


def totals_findings(connection: Connection) -> Iterator[Problem]:
    """The monthly totals against the rows they were added from, both ways."""
    kept, counted = totals.kept(connection), totals.recomputed(connection)
    for key in sorted(kept.keys() | counted.keys()):
        here, there = kept.get(key, (0, 0)), counted.get(key, (0, 0))
        if here != there:
            dim, value, measure, month = key
            text = (
                f"{month} の {measure}（{dim or '全体'} {value}）は、集計が{here[0]:,}件 {show_yen(here[1])}円、"
                f"明細が{there[0]:,}件 {show_yen(there[1])}円です。"
            )
            yield Problem(Place("月別集計"), "", text, "集計を作り直してください（collections-app check --rebuild）。")


def _attachments(connection: Connection) -> Iterator[Problem]:
    """The contents of attachments: every one there, every one what its hash says."""
    for number, name in attachments.without_content(connection):
        yield Problem(Place("添付", None, number), name, "この添付の中身がありません。", _ASK)
    for sha256, content in attachments.contents(connection):
        if hashlib.sha256(content).hexdigest() != sha256:
            yield Problem(Place("添付の中身"), sha256, "中身が登録時と違います。", _ASK)


CHECKS: tuple[tuple[str, Callable[[Connection], Iterator[Problem]]], ...] = (
    ("ファイル", _file),
    ("追記のみの仕組み", _append_only),
    ("元帳と残高", _ledger),
    ("入金の充当", _receipts),
    ("月別集計", totals_findings),
    ("添付", _attachments),
    ("月次締め", broken_chain),
)
