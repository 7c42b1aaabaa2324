"""The tables: those of the exchange bundle, made from its definition, and those the program keeps beside them."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from collections_app.domain import bundle
from collections_app.domain.bundle import Kind
from collections_app.domain.codes import ClaimStatus, RecoveryType
from collections_app.domain.ledger import EntryKind
from collections_app.domain.standing import StandingKind
from collections_app.storage.types import MOMENT, ROW_ID, YEN, type_of

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

APPEND_ONLY = (
    *(table.name for table in bundle.TABLES if table.append_only),
    "ledger_entries",
    "standing_entries",
    "audit_records",
    "month_closes",
)
_MIRRORED = ("receipts", "costs", "deposits", "refunds")  # money: an amount, and a reversal of it

_EXTRA_INDEXES: dict[str, tuple[tuple[str, ...], ...]] = {
    "parties": (("kana", "name"),),
    "claims": (("debtor_no",), ("section", "staff_no"), ("staff_no",), ("subrogated_on",)),
    "receipts": (("received_on",), ("deposit_no",)),
    "deposits": (("received_on",), ("file_sha256", "record_no")),
    "refunds": (("deposit_no",),),
    "virtual_accounts": (("party_no",),),
    "payer_names": (("party_no",),),
    "debit_accounts": (("party_no",),),
    "direct_debits": (("customer_no", "debited_on"),),
    "claim_parties": (("party_no",),),
    "contacts": (("kind", "contacted_on"), ("contacted_on",)),
    "legal_actions": (("kind", "filed_on"),),
    "disposals": (("agreed_on",),),
    "releases": (("released_on",),),
    "support_measures": (("kind", "executed_on"),),
    "administration_stops": (("decided_on",),),
    "closings": (("decided_on",),),
    "party_addresses": (("party_no",),),
    "party_merges": (("merged_into",),),
    "surveys": (("party_no",),),
    "financial_statements": (("party_no", "period_end"),),
    "initial_steps": (("due_on",),),
    "tasks": (("staff_no", "due_on"),),
    "tags": (("tag",),),
    "notes": (("party_no",),),
    "attachments": (("party_no",), ("sha256",)),
}


def _one_of(column: str, words: tuple[str, ...], name: str | None = None) -> CheckConstraint:
    """Return the check that a column holds one of the words; spelt with OR, for which SQLite needs no table per row."""
    listed = " OR ".join(f"{column} = '{word}'" for word in words)
    return CheckConstraint(listed, name=name or f"{column}_known")


def _bundle_column(column: bundle.Column, table: bundle.Table) -> Column[object]:
    filled = column.required or column.default is not None or column.name in table.key
    return Column(column.name, type_of(column), nullable=not filled)


def _checks(table: bundle.Table) -> list[CheckConstraint]:
    checks = [
        _one_of(column.name, tuple(code.value for code in column.codes))
        for column in table.columns
        if column.kind is Kind.CODE
    ]
    for column in table.columns:
        if column.kind in (Kind.YEN, Kind.INTEGER) and column.minimum is not None:
            checks.append(CheckConstraint(f"{column.name} >= {column.minimum}", name=f"{column.name}_minimum"))
        if column.kind in (Kind.YEN, Kind.INTEGER) and column.maximum is not None:
            checks.append(CheckConstraint(f"{column.name} <= {column.maximum}", name=f"{column.name}_maximum"))
    if table.name in _MIRRORED:
        checks.append(CheckConstraint("amount <> 0", name="amount_not_zero"))
    if table.name in ("deposits", "refunds"):
        checks.append(CheckConstraint("amount > 0 OR reverses IS NOT NULL", name="negative_only_reverses"))
    if table.name == "receipts":
        checks.append(CheckConstraint("amount > 0 OR reverses IS NOT NULL", name="negative_only_reverses"))
        checks.append(
            CheckConstraint(
                "(to_costs IS NULL AND to_damages IS NULL AND to_principal IS NULL)"
                " OR to_costs + to_damages + to_principal = amount",
                name="split_sums_to_amount",
            )
        )
    return checks


def _references(table: bundle.Table) -> list[ForeignKeyConstraint]:
    found = []
    for column in table.columns:
        if column.kind is Kind.REFERENCE and column.refers_to is not None:
            target = bundle.TABLE[column.refers_to]
            found.append(ForeignKeyConstraint([column.name], [f"{target.name}.{target.key[0]}"]))
    return found


def _make(table: bundle.Table) -> Table:
    """Return the SQL table of a bundle table; every row names the audit record of the operation that wrote it."""
    made = Table(
        table.name,
        metadata,
        *(_bundle_column(column, table) for column in table.columns),
        Column("audit_no", ROW_ID, nullable=False),
        PrimaryKeyConstraint(*table.key),
        *_references(table),
        *_checks(table),
        ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"]),
    )
    if any(column.name == "claim_no" for column in table.columns) and table.key[0] != "claim_no":
        Index(None, made.c.claim_no)
    for columns in _EXTRA_INDEXES.get(table.name, ()):
        Index(None, *(made.c[name] for name in columns))
    if table.name == "costs":  # the column came later, and SQLite adds no constraint to a table that is there
        Index("uq_costs_reverses", made.c.reverses, unique=True)
    elif table.name in _MIRRORED:
        made.append_constraint(UniqueConstraint("reverses"))
    if "also_claims" in made.c:
        _index_further_claims(made)
    return made


def _index_further_claims(table: Table) -> None:
    """Index the few rows that name further claims."""
    names = table.c.also_claims
    Index(None, names, sqlite_where=names.is_not(None), postgresql_where=names.is_not(None))


BUNDLE: dict[str, Table] = {table.name: _make(table) for table in bundle.TABLES}

audit_records = Table(
    "audit_records",
    metadata,
    Column("audit_no", ROW_ID, primary_key=True, autoincrement=True),
    Column("recorded_at", MOMENT, nullable=False),
    Column("actor", Text, nullable=False),
    Column("tag", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False),
    PrimaryKeyConstraint("audit_no"),
    Index(None, "subject"),
)

ledger_entries = Table(
    "ledger_entries",
    metadata,
    Column("entry_no", ROW_ID, primary_key=True, autoincrement=True),
    Column("claim_no", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("voucher_no", Text, nullable=False),
    Column("effective_on", Date, nullable=False),
    Column("posted_on", Date, nullable=False),
    Column("principal", YEN, nullable=False),
    Column("damages", YEN, nullable=False),
    Column("costs", YEN, nullable=False),
    Column("overpaid", YEN, nullable=False),
    Column("accrued", YEN, nullable=False),
    Column("recovered", YEN, nullable=False),
    Column("recovery_type", Text),
    Column("section", Text, nullable=False),
    Column("staff_no", Text, nullable=False),
    Column("cohort", Integer, nullable=False),
    Column("elapsed", Integer, nullable=False),
    Column("counted", Integer, nullable=False),  # 1; -1 where an entry takes back an earlier one
    Column("audit_no", ROW_ID, nullable=False),
    PrimaryKeyConstraint("entry_no"),
    ForeignKeyConstraint(["claim_no"], ["claims.claim_no"]),
    ForeignKeyConstraint(["staff_no"], ["staff.staff_no"]),
    ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"]),
    _one_of("kind", tuple(kind.value for kind in EntryKind)),
    _one_of("recovery_type", tuple(kind.value for kind in RecoveryType)),
    Index(None, "claim_no"),
    Index(None, "posted_on"),
)

standing_entries = Table(
    "standing_entries",
    metadata,
    Column("entry_no", ROW_ID, primary_key=True, autoincrement=True),
    Column("claim_no", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("dated_on", Date, nullable=False),
    Column("count", Integer, nullable=False),
    Column("principal", YEN, nullable=False),
    Column("stopped", Integer, nullable=False),
    Column("recovered", YEN, nullable=False),
    Column("section", Text, nullable=False),
    Column("staff_no", Text, nullable=False),
    Column("audit_no", ROW_ID, nullable=False),
    PrimaryKeyConstraint("entry_no"),
    ForeignKeyConstraint(["claim_no"], ["claims.claim_no"]),
    ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"]),
    _one_of("kind", tuple(kind.value for kind in StandingKind)),
    Index(None, "claim_no"),
    Index(None, "dated_on"),
)

claim_balances = Table(
    "claim_balances",
    metadata,
    Column("claim_no", Text, nullable=False),
    Column("principal", YEN, nullable=False),
    Column("damages", YEN, nullable=False),
    Column("costs", YEN, nullable=False),
    Column("overpaid", YEN, nullable=False),
    Column("accrues_from", Date, nullable=False),
    Column("remainder", Text, nullable=False),
    Column("status", Text, nullable=False),
    PrimaryKeyConstraint("claim_no"),
    ForeignKeyConstraint(["claim_no"], ["claims.claim_no"]),
    _one_of("status", tuple(status.value for status in ClaimStatus)),
    Index(None, "status", "claim_no"),
)

monthly_totals = Table(
    "monthly_totals",
    metadata,
    Column("dim", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("measure", Text, nullable=False),
    Column("month", Text, nullable=False),
    Column("count", YEN, nullable=False),
    Column("amount", YEN, nullable=False),
    PrimaryKeyConstraint("dim", "key", "measure", "month"),
    sqlite_with_rowid=False,
)

month_closes = Table(
    "month_closes",
    metadata,
    Column("close_no", ROW_ID, primary_key=True, autoincrement=True),
    Column("month", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("recorded_at", MOMENT, nullable=False),
    Column("actor", Text, nullable=False),
    Column("confirmed_by", Text),
    Column("reason", Text),
    Column("sha256", Text),
    Column("snapshot", Text),
    Column("audit_no", ROW_ID, nullable=False),
    PrimaryKeyConstraint("close_no"),
    ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"]),
    _one_of("kind", ("closed", "reopened", "sealed")),
    Index(None, "month"),
)

attachment_contents = Table(
    "attachment_contents",
    metadata,
    Column("sha256", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    PrimaryKeyConstraint("sha256"),
)

saved_views = Table(
    "saved_views",
    metadata,
    Column("view_no", ROW_ID, primary_key=True, autoincrement=True),
    Column("owner", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("is_shared", Integer, nullable=False),
    Column("definition", Text, nullable=False),
    Column("audit_no", ROW_ID, nullable=False),
    PrimaryKeyConstraint("view_no"),
    UniqueConstraint("owner", "name"),
    ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"]),
)

report_layouts = Table(
    "report_layouts",
    metadata,
    Column("name", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("audit_no", ROW_ID, nullable=False),
    PrimaryKeyConstraint("name"),
    ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"]),
)

report_sentences = Table(
    "report_sentences",
    metadata,
    Column("layout", Text, nullable=False),
    Column("fiscal_year", Integer, nullable=False),
    Column("key", Text, nullable=False),
    Column("source", Text),  # the office's own text; NULL: that of the layout
    Column("confirmed", Text),  # JSON: the text and the figures it was confirmed on
    Column("confirmed_by", Text),
    Column("confirmed_at", MOMENT),
    Column("audit_no", ROW_ID, nullable=False),
    PrimaryKeyConstraint("layout", "fiscal_year", "key"),
    ForeignKeyConstraint(["audit_no"], ["audit_records.audit_no"]),
)

search_entries = Table(
    "search_entries",
    metadata,
    Column("entry_no", ROW_ID, primary_key=True, autoincrement=True),
    Column("subject", Text, nullable=False),
    Column("subject_no", Text, nullable=False),
    Column("words", Text, nullable=False),
    PrimaryKeyConstraint("entry_no"),
    UniqueConstraint("subject", "subject_no"),
    _one_of("subject", ("party", "claim", "action")),
)
