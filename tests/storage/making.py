"""Small databases for the tests: rows as dictionaries, and an office of invented claims with every kind of record."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from collections_app.domain.bundle import TABLES
from collections_app.services.office import Office, open_office
from collections_app.storage import audit
from collections_app.storage.intake import Intake
from tests.offices import lay_new_office

Rows = dict[str, list[dict[str, Any]]]

AS_OF = date(2025, 3, 31)
SECTIONS = ("管理第一課", "管理第二課")
STAFF = (("S1", "青田 一", SECTIONS[0]), ("S2", "井口 二", SECTIONS[1]), ("S3", "宇野 三", SECTIONS[0]))
NAMES = (
    ("佐藤　花子", "サトウ ハナコ"),
    ("佐藤", "サトウ"),
    ("株式会社佐藤組", "サトウグミ"),
    ("加藤　佐知", "カトウ サチ"),
    ("有限会社青葉印刷", "アオバインサツ"),
    ("Ａ＆Ｂ商事１２３４株式会社", "エーアンドビーショウジ"),
    ("髙橋 𠮷雄", None),
    ("100%果汁_研究所", "カジュウケンキュウジョ"),
    ("渡辺 佐", "ワタナベ タスク"),
)


def full(table: str, given: dict[str, Any]) -> tuple[Any, ...]:
    """Return a row of a bundle table from what is given of it."""
    columns = next(one for one in TABLES if one.name == table).columns
    unknown = given.keys() - {column.name for column in columns}
    assert not unknown, unknown
    return tuple(given.get(column.name, column.default) for column in columns)


def take_in(office: Office, rows: Rows) -> None:
    """Take rows in as an import does."""
    with office.database.writing() as connection:
        intake = Intake(connection, audit.record(connection, audit.BUNDLE_IMPORTED, "test", "test", {}))
        for table in TABLES:
            if table.name in rows:
                filled = [full(table.name, row) for row in rows[table.name]]
                intake.compare(
                    table, {column.name: [row[n] for row in filled] for n, column in enumerate(table.columns)}
                )
        intake.write_rows()
        assert intake.derive() == []
        intake.write_books()


def make_office(location: str, rows: Rows) -> Office:
    """Return an open office that holds these rows; where there is nothing at a path, a new one."""
    if "://" not in location and not Path(location).exists():
        lay_new_office(location)
    office = open_office(location)
    take_in(office, rows)
    return office


def a_claim(number: str, **given: Any) -> dict[str, Any]:
    """Return a claim of 1,000,000 yen at 14.6 % whose fields may be given."""
    return {
        "claim_no": number,
        "debtor_no": "P1",
        "subrogated_on": date(2023, 12, 20),
        "principal": 1_000_000,
        "interest": 0,
        "damages_rate": "14.6",
        "section": SECTIONS[0],
        "staff_no": "S1",
        **given,
    }


def base() -> Rows:
    """Return the staff and a few people."""
    return {
        "staff": [{"staff_no": no, "name": name, "section": section, "role": "staff"} for no, name, section in STAFF],
        "parties": [
            {
                "party_no": f"P{n}",
                "kind": "corporation" if "社" in name else "individual",
                "name": name,
                "kana": kana,
                "phone": f"022-{n:03}-{n * 37:04}",
                "address": f"架空市中央{n}丁目",
            }
            for n, (name, kana) in enumerate(NAMES, 1)
        ],
    }


class Invented:
    """Random claims with every kind of record, the same for the same seed."""

    def __init__(self, claims: int, seed: int = 1) -> None:
        self.random = random.Random(seed)
        self._further = random.Random(seed + 1)  # a source of its own leaves the other rows as they are
        self.rows = base()
        self._counts: dict[str, int] = {}
        self.numbers = [f"K20{20 + n % 5}-{n:05}" for n in range(1, claims + 1)]
        for number in self.numbers:
            self._claim(number)

    def _add(self, table: str, key: str, **given: Any) -> str:
        self._counts[table] = count = self._counts.get(table, 0) + 1
        number = f"{table[:2].upper()}{count:04}"
        self.rows.setdefault(table, []).append({key: number, **given})
        return number

    def _day(self, first: date, last: date = AS_OF + timedelta(days=40)) -> date:
        return first + timedelta(days=self.random.randrange(max((last - first).days, 1)))

    def _party(self) -> str:
        return f"P{self.random.randint(1, len(NAMES))}"

    def _claim(self, number: str) -> None:
        pick, began = self.random, self._day(date(2020, 4, 1), date(2025, 1, 31))
        staff_no, _, section = pick.choice(STAFF)
        claim = a_claim(
            number,
            debtor_no=self._party(),
            guarantee_no=f"G{pick.randrange(10**6):06}",
            bank_name=pick.choice(("青葉銀行", "広瀬信用金庫", None)),
            subrogated_on=began,
            principal=pick.randrange(50_000, 3_000_000),
            interest=pick.randrange(50_000),
            damages_rate=pick.choice(("14.6", "14.0")),
            day_basis=pick.choice(("365", "calendar")),
            allocation_order=pick.choice(("principal-first", "statutory")),
            section=section,
            staff_no=staff_no,
            cause=self._further.choice(("売上減少", "代表者死亡", None)),
            industry=self._further.choice(("飲食業", "建設業", None)),
        )
        self.rows.setdefault("claims", []).append(claim)
        for party_no in {self._party() for _ in range(pick.randrange(3))} - {claim["debtor_no"]}:
            tie = {"claim_no": number, "party_no": party_no, "role": "joint_guarantor"}
            self.rows.setdefault("claim_parties", []).append(tie)
            if pick.random() < 0.3:
                self._add(
                    "releases", "release_no", claim_no=number, guarantor_no=party_no, channel="direct",
                    settlement_amount=1000, released_on=self._day(began),
                )  # fmt: skip
        self._marks(number, began)
        self._money(number, began)
        self._work(number, began, claim["debtor_no"])

    def _marks(self, number: str, began: date) -> None:
        pick = self._further
        for tag in ("要調査", "訴訟検討"):
            if pick.random() < 0.3:
                until = pick.choice((None, AS_OF, date(2027, 1, 1)))
                self.rows.setdefault("tags", []).append({"claim_no": number, "tag": tag, "until": until})
        if pick.random() < 0.3:
            on = began + timedelta(days=pick.randrange(300))
            returned_on = on + timedelta(days=200) if pick.random() < 0.4 else None
            placed = {"claim_no": number, "servicer": "架空サービサー", "placed_on": on, "returned_on": returned_on}
            self.rows.setdefault("placements", []).append(placed)

    def _money(self, number: str, began: date) -> None:
        pick = self.random
        for _ in range(pick.randrange(6)):
            on, amount = self._day(began), pick.randrange(1, 400_000)
            given = {"claim_no": number, "received_on": on, "recovery_type": pick.choice(("regular", "irregular"))}
            posted_on = on + timedelta(days=pick.choice((0, 0, 0, 9)))
            original = self._add(
                "receipts", "receipt_no", **given, posted_on=posted_on, amount=amount, payer_no=self._party(),
                source="instalment", method="transfer",
            )  # fmt: skip
            if pick.random() < 0.15:
                posted_on = posted_on + timedelta(days=3)
                self._add("receipts", "receipt_no", **given, posted_on=posted_on, amount=-amount, reverses=original)
        if pick.random() < 0.3:
            self._add("costs", "cost_no", claim_no=number, paid_on=self._day(began), kind="stamp", amount=5_400)
        has_paid = any(row["claim_no"] == number for row in self.rows.get("receipts", ()))
        if not has_paid:  # there are damages to waive
            self._add(
                "waivers", "waiver_no", claim_no=number, part="damages", amount=1, reason="少額",
                decided_on=self._day(AS_OF - timedelta(days=1)),
            )  # fmt: skip
        if pick.random() < 0.2:
            self._add("closings", "closing_no", claim_no=number, decided_on=self._day(began), reason="免責")
        if pick.random() < 0.4:
            on = self._day(began)
            resumed_on = on + timedelta(days=30) if pick.random() < 0.3 else None
            self._add("administration_stops", "stop_no", claim_no=number, decided_on=on, resumed_on=resumed_on)

    def _work(self, number: str, began: date, debtor_no: str) -> None:
        pick = self.random
        for _ in range(pick.randrange(5)):
            on = self._day(began)
            self._add(
                "contacts", "contact_no", claim_no=number, party_no=debtor_no, contacted_on=on, memo="面談の記録",
                kind=pick.choice(("visit", "phone", "letter")), outcome=pick.choice(("met", "promise", None)),
                next_on=on + timedelta(days=14) if pick.random() < 0.5 else None,
                also_claims=f"{pick.choice(self.numbers)} {pick.choice(self.numbers)}" if pick.random() < 0.2 else None,
            )  # fmt: skip
        if pick.random() < 0.4:
            self._add(
                "legal_actions", "action_no", claim_no=number, kind="lawsuit", court="架空地方裁判所",
                case_no=f"令和{pick.randint(2, 6)}年(ワ)第{pick.randrange(1, 999)}号", filed_on=self._day(began),
                outcome=self._further.choice(("pending", "judgment")), respondent_no=debtor_no,
                also_claims=" ".join(self._further.sample(self.numbers, self._further.randrange(4))) or None,
            )  # fmt: skip
        for _ in range(pick.randrange(3)):
            on = self._day(began)
            self._add(
                "instalment_plans", "plan_no", claim_no=number, starts_on=on, amount=pick.randrange(1, 99) * 1000,
                ends_on=on + timedelta(days=200) if pick.random() < 0.4 else None, day_of_month=pick.choice((10, 31)),
            )  # fmt: skip
        if pick.random() < 0.3:
            collateral = self._add(
                "collaterals", "collateral_no", claim_no=number, owner_no=debtor_no, kind="land", location="架空市1番",
                rank=1, appraisal=9_000_000, appraised_on=self._day(began), senior_debt=1_000_000,
            )  # fmt: skip
            on = self._day(began)
            self._add(
                "disposals", "disposal_no", claim_no=number, collateral_no=collateral, proposed_on=on,
                agreed_on=on + timedelta(days=20), settled_on=on + timedelta(days=40), price=8_000_000,
            )  # fmt: skip
