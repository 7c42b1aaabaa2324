"""The tables of the exchange bundle (受渡データ): the one definition of every record the program keeps.

Import, export, the database and the Japanese headings are all read from here. Version 1 of the bundle.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from collections_app.domain import codes
from collections_app.domain.codes import Code

BUNDLE_VERSION = 1


class Kind(Enum):
    """What a column holds, and so how it is read, checked, stored and written."""

    TEXT = auto()
    DATE = auto()
    TIME = auto()  # HH:MM, the local time that was written down
    YEN = auto()  # whole yen
    INTEGER = auto()
    PERCENT = auto()  # exact decimal number in percent
    FRACTION = auto()  # exact fraction such as 1/2
    CODE = auto()  # a word of a closed list
    REFERENCE = auto()  # the key of a row of another table
    REFERENCES = auto()  # several such keys, separated by spaces
    FIGURE = auto()  # a key of the statistics


@dataclass(frozen=True, slots=True)
class Column:
    """One column: identifier, Japanese heading, and what a cell of it may hold."""

    name: str
    heading: str
    kind: Kind = Kind.TEXT
    required: bool = False
    codes: tuple[Code, ...] = ()
    refers_to: str | None = None
    default: str | None = None
    minimum: int | None = 0  # smallest value of YEN and INTEGER columns; None: any sign
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: identifier, Japanese name, columns in order, and the columns that name a row."""

    name: str
    title: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    append_only: bool = False  # a row, once there, is never changed: corrections are reversals

    def column(self, name: str) -> Column:
        """Return the column of that identifier; KeyError when there is none."""
        return next_of(self.columns, name)

    def position(self, name: str) -> int:
        """Return the place of a column among the columns, from 0; ValueError when there is none."""
        return [column.name for column in self.columns].index(name)

    @property
    def is_dated(self) -> bool:
        """True when rows keep the section and staff in charge when they were recorded."""
        return self.name in DATED


def next_of(columns: tuple[Column, ...], name: str) -> Column:
    """Return the column called `name`; KeyError when there is none."""
    for column in columns:
        if column.name == name:
            return column
    raise KeyError(name)


def _text(name: str, heading: str, *, required: bool = False) -> Column:
    return Column(name, heading, Kind.TEXT, required)


def _date(name: str, heading: str, *, required: bool = False) -> Column:
    return Column(name, heading, Kind.DATE, required)


def _yen(name: str, heading: str, *, required: bool = False, minimum: int | None = 0) -> Column:
    return Column(name, heading, Kind.YEN, required, minimum=minimum)


def _code(name: str, heading: str, words: type[Code], *, required: bool = False, default: Code | None = None) -> Column:
    return Column(name, heading, Kind.CODE, required, codes=tuple(words), default=default and default.value)


def _ref(name: str, heading: str, table: str, *, required: bool = False) -> Column:
    return Column(name, heading, Kind.REFERENCE, required, refers_to=table)


_CLAIM = _ref("claim_no", "求償権番号", "claims", required=True)
_CLAIM_IF_ANY = _ref("claim_no", "求償権番号", "claims")
_ALSO = Column("also_claims", "併せて対象", Kind.REFERENCES, refers_to="claims")
_SECTION = _text("section", "課")
_STAFF = _ref("staff_no", "担当者", "staff")
_IN_CHARGE = (_SECTION, _STAFF)

_TIES = tuple(
    role for role in codes.ObligorRole if role is not codes.ObligorRole.DEBTOR
)  # claims.debtor_no names that one

DATED = frozenset(
    (
        "receipts",
        "waivers",
        "costs",
        "contacts",
        "instalment_plans",
        "legal_actions",
        "disposals",
        "limitation_events",
        "releases",
        "support_measures",
        "administration_stops",
        "closings",
        "placements",
    )
)

TABLES: tuple[Table, ...] = (
    Table(
        "staff",
        "職員",
        ("staff_no",),
        (
            _text("staff_no", "職員番号", required=True),
            _text("name", "氏名", required=True),
            _text("section", "課", required=True),
            _code("role", "権限", codes.StaffRole, required=True),
            _date("active_until", "在籍終了日"),
        ),
    ),
    Table(
        "parties",
        "関係人",
        ("party_no",),
        (
            _text("party_no", "関係人番号", required=True),
            _code("kind", "区分", codes.PartyKind, required=True),
            _text("name", "名称", required=True),
            _text("kana", "カナ"),
            _date("birth_date", "生年月日"),
            _text("postal_code", "郵便番号"),
            _text("address", "住所"),
            _text("phone", "電話番号"),
            _code("status", "状況", codes.PartyStatus, default=codes.PartyStatus.ACTIVE),
            _date("status_on", "状況日"),
            _code("operating", "事業継続", codes.Operating),
        ),
    ),
    Table(
        "claims",
        "求償権",
        ("claim_no",),
        (
            _text("claim_no", "求償権番号", required=True),
            _text("guarantee_no", "保証番号"),
            _text("scheme", "保証制度"),
            _code("liability_sharing", "責任共有", codes.LiabilitySharing),
            _text("insurance_type", "保険種別"),
            Column("coverage_rate", "填補率", Kind.PERCENT, maximum=100),
            _text("bank_name", "金融機関"),
            _text("branch_name", "支店"),
            _ref("debtor_no", "主債務者番号", "parties", required=True),
            _date("contracted_on", "保証委託契約日"),
            _date("subrogated_on", "代位弁済日", required=True),
            _yen("principal", "代位弁済元金", required=True),
            _yen("interest", "代位弁済利息", required=True),
            Column("damages_rate", "損害金率", Kind.PERCENT, required=True, maximum=100),
            _code("day_basis", "日数基準", codes.DayBasis, default=codes.DayBasis.D365),
            _code(
                "allocation_order",
                "充当順位",
                codes.AllocationOrder,
                default=codes.AllocationOrder.PRINCIPAL_FIRST,
            ),
            _text("section", "担当課", required=True),
            _ref("staff_no", "担当者", "staff", required=True),
            _text("cause", "代位弁済事由"),
            _text("industry", "業種"),
        ),
    ),
    Table(
        "claim_parties",
        "求償権関係人",
        ("claim_no", "party_no", "role"),
        (
            _CLAIM,
            _ref("party_no", "関係人番号", "parties", required=True),
            Column("role", "関係", Kind.CODE, required=True, codes=_TIES),
            _date("contracted_on", "契約日"),
            _yen("limit_amount", "極度額"),
            Column("share", "持分", Kind.FRACTION),
            _ref("inherits_from", "被相続人番号", "parties"),
        ),
    ),
    Table(
        "collaterals",
        "担保物件",
        ("collateral_no",),
        (
            _text("collateral_no", "担保番号", required=True),
            _CLAIM,
            _ref("owner_no", "所有者番号", "parties", required=True),
            _code("kind", "種類", codes.CollateralKind, required=True),
            _text("location", "所在"),
            Column("rank", "順位", Kind.INTEGER, minimum=1),
            _yen("maximum_amount", "極度額"),
            _yen("senior_debt", "先順位債権額"),
            _yen("appraisal", "評価額"),
            _date("appraised_on", "評価日"),
        ),
    ),
    Table(
        "receipts",
        "入金",
        ("receipt_no",),
        (
            _text("receipt_no", "入金番号", required=True),
            _CLAIM,
            _date("received_on", "入金日", required=True),
            _date("posted_on", "計上日", required=True),
            _yen("amount", "金額", required=True, minimum=None),
            _code("recovery_type", "回収区分", codes.RecoveryType, required=True),
            _code("source", "回収原因", codes.Source),
            _ref("payer_no", "弁済者番号", "parties"),
            _code("method", "入金方法", codes.Method),
            _code("channel", "取扱", codes.Channel, default=codes.Channel.DIRECT),
            _yen("to_costs", "費用充当", minimum=None),
            _yen("to_damages", "損害金充当", minimum=None),
            _yen("to_principal", "元金充当", minimum=None),
            _ref("reverses", "取消対象", "receipts"),
            *_IN_CHARGE,
        ),
        append_only=True,
    ),
    Table(
        "waivers",
        "減免",
        ("waiver_no",),
        (
            _text("waiver_no", "減免番号", required=True),
            _CLAIM,
            _code("part", "部分", codes.Part, required=True),
            _yen("amount", "減免額", required=True, minimum=1),
            _date("decided_on", "決定日", required=True),
            _text("reason", "事由"),
            *_IN_CHARGE,
        ),
    ),
    Table(
        "legal_actions",
        "法的手続",
        ("action_no",),
        (
            _text("action_no", "手続番号", required=True),
            _CLAIM,
            _ref("respondent_no", "相手方", "parties"),
            _code("kind", "種別", codes.ActionKind, required=True),
            _text("court", "裁判所"),
            _text("case_no", "事件番号"),
            _date("filed_on", "申立日", required=True),
            _date("fixed_on", "確定日"),
            _date("ended_on", "終了日"),
            _code("outcome", "結果", codes.ActionOutcome, default=codes.ActionOutcome.PENDING),
            _ALSO,
            *_IN_CHARGE,
        ),
    ),
    Table(
        "costs",
        "立替費用",
        ("cost_no",),
        (
            _text("cost_no", "費用番号", required=True),
            _CLAIM,
            _date("paid_on", "支出日", required=True),
            _code("kind", "費目", codes.CostKind, required=True),
            _yen("amount", "金額", required=True, minimum=None),
            _ref("action_no", "手続番号", "legal_actions"),
            *_IN_CHARGE,
        ),
        append_only=True,
    ),
    Table(
        "contacts",
        "交渉記録",
        ("contact_no",),
        (
            _text("contact_no", "記録番号", required=True),
            _CLAIM,
            _ref("party_no", "相手", "parties"),
            _date("contacted_on", "日付", required=True),
            Column("contacted_at", "時刻", Kind.TIME),
            _code("kind", "種別", codes.ContactKind, required=True),
            _code("outcome", "結果", codes.ContactOutcome),
            _yen("promised_amount", "約束額"),
            _date("promised_on", "約束日"),
            _date("next_on", "次回対応日"),
            _text("memo", "内容"),
            _ALSO,
            *_IN_CHARGE,
        ),
    ),
    Table(
        "instalment_plans",
        "弁済計画",
        ("plan_no",),
        (
            _text("plan_no", "計画番号", required=True),
            _CLAIM,
            _ref("payer_no", "弁済者番号", "parties"),
            _date("starts_on", "開始日", required=True),
            _date("ends_on", "終了日"),
            Column("day_of_month", "約定日", Kind.INTEGER, required=True, minimum=1, maximum=31),
            _yen("amount", "月額", required=True, minimum=1),
            *_IN_CHARGE,
        ),
    ),
    Table(
        "disposals",
        "任意処分",
        ("disposal_no",),
        (
            _text("disposal_no", "処分番号", required=True),
            _CLAIM,
            _ref("collateral_no", "担保番号", "collaterals"),
            _date("proposed_on", "申出日"),
            _date("agreed_on", "成約日"),
            _date("settled_on", "決済日"),
            _yen("price", "売却価額"),
            _yen("recovered", "回収額"),
            *_IN_CHARGE,
        ),
    ),
    Table(
        "limitation_events",
        "時効関係事由",
        ("event_no",),
        (
            _text("event_no", "事由番号", required=True),
            _CLAIM,
            _ref("party_no", "関係人番号", "parties", required=True),
            _code("kind", "種別", codes.LimitationEventKind, required=True),
            _date("occurred_on", "発生日", required=True),
            _date("until", "期限"),
            *_IN_CHARGE,
        ),
    ),
    Table(
        "releases",
        "連帯保証債務免除",
        ("release_no",),
        (
            _text("release_no", "免除番号", required=True),
            _CLAIM,
            _ref("guarantor_no", "保証人番号", "parties", required=True),
            _code("channel", "取扱", codes.Channel, required=True),
            _date("applied_on", "申請日"),
            _date("approved_on", "承認日"),
            _yen("settlement_amount", "弁済額", required=True),
            _date("paid_on", "弁済日"),
            _date("released_on", "免除日"),
            _yen("released_amount", "免除額"),
            *_IN_CHARGE,
        ),
    ),
    Table(
        "support_measures",
        "経営支援",
        ("measure_no",),
        (
            _text("measure_no", "支援番号", required=True),
            _ref("party_no", "関係人番号", "parties", required=True),
            _CLAIM_IF_ANY,
            _code("kind", "種別", codes.MeasureKind, required=True),
            _date("executed_on", "実施日", required=True),
            *_IN_CHARGE,
        ),
    ),
    Table(
        "administration_stops",
        "管理事務停止",
        ("stop_no",),
        (
            _text("stop_no", "停止番号", required=True),
            _CLAIM,
            _date("decided_on", "停止日", required=True),
            _text("reason", "事由"),
            _date("resumed_on", "再開日"),
            *_IN_CHARGE,
        ),
    ),
    Table(
        "closings",
        "求償権整理",
        ("closing_no",),
        (
            _text("closing_no", "整理番号", required=True),
            _CLAIM,
            _date("decided_on", "整理日", required=True),
            _text("reason", "事由"),
            _yen("amount", "整理額"),
            *_IN_CHARGE,
        ),
    ),
    Table(
        "placements",
        "サービサー委託",
        ("claim_no", "placed_on"),
        (
            _CLAIM,
            _text("servicer", "委託先", required=True),
            _date("placed_on", "委託日", required=True),
            _date("returned_on", "返戻日"),
            *_IN_CHARGE,
        ),
    ),
    Table(
        "plans",
        "年度計画",
        ("fiscal_year", "figure"),
        (
            Column("fiscal_year", "年度", Kind.INTEGER, required=True, minimum=1868, maximum=9999),
            Column("figure", "項目", Kind.FIGURE, required=True),
            _yen("value", "計画値", required=True),
        ),
    ),
    Table(
        "prior_figures",
        "過年度実績",
        ("fiscal_year", "figure"),
        (
            Column("fiscal_year", "年度", Kind.INTEGER, required=True, minimum=1868, maximum=9999),
            Column("figure", "項目", Kind.FIGURE, required=True),
            _yen("value", "実績値", required=True),
        ),
    ),
)

TABLE: dict[str, Table] = {table.name: table for table in TABLES}
