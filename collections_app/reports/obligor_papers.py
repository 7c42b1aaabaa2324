"""各人の債務額 on paper: what each obligor owes, by which rule, and the odd yen of an inherited debt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from collections_app.domain.calendar import era_date
from collections_app.domain.facts import Split
from collections_app.domain.money import show_yen
from collections_app.domain.obligors import OddYen, OwnDebt, balances, obligor_of
from collections_app.domain.views import PartyView
from collections_app.reports.document import Block, Grid, PaperColumn, Paragraph, Row, Section, amounts

_COLUMNS = (
    PaperColumn("区分", 13),
    PaperColumn("氏名・名称", 22),
    amounts("元金 円", 16),
    amounts("損害金 円", 16),
    amounts("費用 円", 12),
    amounts("計 円", 16),
    PaperColumn("根拠", 40),
)
NOTE = "連帯債務・連帯保証の額は重なるため、合計しません。実際の請求の前に、専門家の確認を受けてください。"


def own_debts(parties: Sequence[PartyView], owed: Split, day: date) -> tuple[Block, ...]:
    """Return what each obligor owes on a day when so much is owed of the claim; nothing of a debtor alone."""
    if len(parties) < 2:  # noqa: PLR2004 - somebody beside the debtor
        return ()
    found = balances([obligor_of(party) for party in parties], owed, day)
    return (
        Section(f"各人の債務額（{era_date(day)}現在）"),
        Grid(_COLUMNS, tuple(_row(debt) for debt in found.debts)),
        *(Paragraph(odd_words(odd)) for odd in found.odd),
        Paragraph(NOTE),
    )


def odd_words(odd: OddYen) -> str:
    """Return which yen of an inherited debt rounding leaves without somebody who owes them."""
    parts = zip(("費用", "損害金", "元金"), odd.left, strict=True)
    words = "、".join(f"{word} {show_yen(yen)}円" for word, yen in parts if yen)
    return f"{odd.name}から相続した債務の端数（各相続人は1円未満切捨て）: {words}"


def _row(debt: OwnDebt) -> Row:
    owed = debt.owed
    unknown = ("不明",) * 4
    yen = tuple(map(show_yen, (owed.principal, owed.damages, owed.costs, debt.total)))
    return (debt.obligor.role.label, debt.obligor.name, *(yen if debt.is_known else unknown), debt.rule)
