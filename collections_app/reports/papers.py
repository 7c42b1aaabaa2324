"""The papers of a claim, built from what its page shows: カルテ, 交渉記録票, 保証人一覧, 元帳."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from collections_app.domain import codes
from collections_app.domain.calendar import elapsed_years, era_date, short_era
from collections_app.domain.facts import Split
from collections_app.domain.money import show_yen
from collections_app.domain.paper import ClaimParties, ContactLine, PaperKind, PaperWanted, Stamp
from collections_app.domain.views import ClaimPage, LedgerLine, PartyView
from collections_app.reports.claim_terms import note_of, plan_words, term_pairs
from collections_app.reports.document import (
    Band,
    Block,
    Document,
    Grid,
    Pairs,
    PaperColumn,
    Paragraph,
    Row,
    Section,
    amounts,
    digits,
)
from collections_app.reports.obligor_papers import own_debts
from collections_app.reports.paper_parts import of_claim, recorded

_PARTIES = (
    PaperColumn("区分", 13),
    PaperColumn("氏名・名称", 22),
    digits("生年月日", 13),
    PaperColumn("住所・電話", 42),
    amounts("極度額 円", 14),
    PaperColumn("状況", 15),
)
_TIMELINE = (
    digits("日付", 12),
    PaperColumn("種別", 18),
    PaperColumn("区分", 13),
    PaperColumn("内容", 63),
    PaperColumn("相手・番号", 32),
)
_CONTACTS = (
    digits("日付", 11),
    digits("時刻", 7),
    PaperColumn("種別・結果", 13),
    PaperColumn("相手", 16),
    PaperColumn("内容", 54),
    PaperColumn("約束・次回", 19),
    PaperColumn("担当", 11),
)
_LEDGER = (
    digits("入金日", 16),
    digits("計上日", 16),
    PaperColumn("区分", 16),
    digits("番号", 18),
    amounts("金額 円", 21),
    amounts("費用 円", 17),
    amounts("損害金 円", 19),
    amounts("元金 円", 20),
    amounts("発生損害金 円", 24),
    amounts("元金残 円", 21),
    amounts("損害金残 円", 21),
    amounts("費用残 円", 17),
    PaperColumn("備考", 44),
)


def chart(view: ClaimPage, stamp: Stamp) -> Document:
    """Return the chart of a claim: everything its page shows, the newest event first."""
    blocks: tuple[Block, ...] = (
        *_heading(view),
        *_owed(view),
        Section("契約"),
        Pairs(tuple(term_pairs(view))),
        Section("関係人"),
        Grid(_PARTIES, tuple(_party_rows(view.parties, view.as_of)), empty="関係人は登録されていません。"),
        *_plan(view),
        *_collaterals(view),
        *_actions(view),
        *_todos(view),
        Section(f"経過（新しい順　{len(view.timeline):,}件）"),
        Grid(
            _TIMELINE,
            tuple((short_era(one.on), one.title, one.tag, one.text, one.detail) for one in view.timeline),
            empty="まだ記録がありません。",
        ),
    )
    return of_claim(PaperKind.CHART, "求償権カルテ", view, blocks, stamp)


def contact_record(view: ClaimPage, contacts: Sequence[ContactLine], stamp: Stamp) -> Document:
    """Return the record of all contacts of a claim with their full text, the newest last."""
    rows = tuple(_contact_row(view.claim_no, one) for one in contacts)
    blocks: tuple[Block, ...] = (
        *_heading(view),
        Section(f"交渉記録（古い順　{len(rows):,}件）"),
        Grid(_CONTACTS, rows, empty="交渉の記録はまだありません。"),
    )
    return of_claim(PaperKind.CONTACTS, "交渉記録票", view, blocks, stamp)


def guarantor_list(view: ClaimPage, stamp: Stamp) -> Document:
    """Return the parties of one claim."""
    blocks: tuple[Block, ...] = (
        *_heading(view),
        Section(f"関係人（{len(view.parties):,}人）"),
        Grid(_PARTIES, tuple(_party_rows(view.parties, view.as_of))),
        *own_debts(view.parties, Split(view.costs, view.damages, view.principal), view.as_of),
    )
    return of_claim(PaperKind.GUARANTORS, "保証人一覧", view, blocks, stamp)


def guarantors_of_list(claims: Sequence[ClaimParties], wanted: PaperWanted, stamp: Stamp) -> Document:
    """Return the parties of all claims of a list, each claim under its own line."""
    rows: list[Row | Band] = []
    for one in claims:
        row = one.row
        words = (row.claim_no, row.debtor_name, row.status.label, f"元金 {show_yen(row.principal)}円", row.staff_name)
        rows.append(Band("　".join(word for word in words if word)))
        rows.extend(_party_rows(one.parties, wanted.as_of))
    people = sum(len(one.parties) for one in claims)
    blocks = (
        Pairs(
            (
                ("条件", list_words(wanted)),
                ("基準日", era_date(wanted.as_of)),
                ("求償権", f"{len(claims):,}件"),
                ("関係人", f"延べ {people:,}人"),
            )
        ),
        Section("求償権ごとの関係人"),
        Grid(_PARTIES, tuple(rows), empty="この条件に当たる求償権はありません。"),
    )
    numbers = tuple(one.row.claim_no for one in claims)
    return Document(PaperKind.GUARANTORS, "保証人一覧", list_words(wanted), wanted.as_of, blocks, stamp, numbers)


def list_words(wanted: PaperWanted) -> str:
    """Return the conditions of a list in words."""
    chosen = wanted.chosen
    words = (
        wanted.list_title or (f"指定した求償権 {len(chosen.claim_nos):,}件" if chosen.claim_nos else ""),
        chosen.section,
        f"職員番号 {chosen.staff_no}" if chosen.staff_no else "",
        "・".join(status.label for status in chosen.statuses),
        f"「{chosen.text}」を含む" if chosen.text else "",
    )
    return "　".join(word for word in words if word) or "すべての求償権"


def ledger(view: ClaimPage, stamp: Stamp) -> Document:
    """Return the ledger of a claim in the order of 入金日, with what receipts went to at the foot."""
    sums = {key: show_yen(sum(getattr(line, key) for line in view.ledger)) for key in _SUMMED}
    foot = ("合計", "", "", "", "", *sums.values(), "", "", "", "")
    blocks: tuple[Block, ...] = (
        *_heading(view),
        Section(f"元帳（入金日順　{len(view.ledger):,}行）"),
        Grid(
            _LEDGER,
            tuple(_ledger_row(line) for line in view.ledger),
            foot if view.ledger else None,
            "元帳の行はまだありません。",
        ),
    )
    return of_claim(PaperKind.LEDGER, "元帳", view, blocks, stamp, is_landscape=True)


_SUMMED = ("to_costs", "to_damages", "to_principal", "accrued")


def _heading(view: ClaimPage) -> tuple[Block, ...]:
    """Return what stands at the head of every paper of a claim."""
    debtor = view.debtor
    pairs = (
        ("主債務者", debtor.name),
        ("フリガナ", debtor.kana),
        ("状態", _status(view)),
        ("基準日", era_date(view.as_of)),
        ("所在地" if debtor.kind is codes.PartyKind.CORPORATION else "住所", _address(debtor)),
        ("電話", debtor.phone),
        ("担当", " ".join(word for word in (view.section, view.staff_name) if word)),
        ("同じ債務者", "、".join(view.other_claims)),
        *((("付箋", "、".join(tag.word for tag in view.tags)),) if view.tags else ()),
    )
    return (recorded(pairs),)


def _status(view: ClaimPage) -> str:
    operating = {codes.Operating.YES: "事業継続", codes.Operating.NO: "事業停止"}
    words = operating[view.debtor.operating] if view.debtor.operating is not None else ""
    return "　".join(word for word in (view.status.label, words) if word)


def _owed(view: ClaimPage) -> tuple[Block, ...]:
    owed = (view.principal, view.damages, view.costs)
    recovered = (view.recovered_principal, view.recovered_damages, view.recovered_costs)
    parts = (amounts("元金 円", 20), amounts("損害金 円", 20), amounts("費用 円", 20), amounts("合計 円", 20))
    rows = [
        (label, *(show_yen(yen) for yen in (*values, sum(values))))
        for label, values in (("残高", owed), ("通算の回収", recovered))
    ]
    due = "" if view.next_on is None else short_era(view.next_on)
    pairs = (
        ("今年度の回収（元損）", f"{show_yen(view.recovered_this_year)}円"),
        ("次回対応", "　".join(word for word in (due, view.next_text) if word) or "なし"),
        ("過誤納", f"{show_yen(view.overpaid)}円"),
        ("未計上入金", f"{show_yen(view.unposted)}円"),
    )
    heading = Section(f"残高（{era_date(view.as_of)}現在）")
    return (heading, Grid((PaperColumn("", 20), *parts), tuple(rows)), Pairs(pairs))


def _party_rows(parties: Iterable[PartyView], as_of: date) -> Iterable[Row]:
    known = tuple(parties)
    names = {party.party_no: party.name for party in known}
    for party in known:
        limit = "" if party.limit_amount is None else show_yen(party.limit_amount)
        called = "\n".join(word for word in (party.name, party.kana) if word)
        where = "\n".join(word for word in (_address(party), party.phone) if word)
        yield (party.role.label, called, _born(party, as_of), where, limit, _standing(party, names))


def _address(party: PartyView) -> str:
    postal = f"〒{party.postal_code} " if party.postal_code else ""
    return f"{postal}{party.address}".strip()


def _born(party: PartyView, as_of: date) -> str:
    if party.birth_date is None:
        return party.kind.label if party.kind is codes.PartyKind.CORPORATION else ""
    is_dead = party.status is codes.PartyStatus.DECEASED and party.status_on is not None
    until = party.status_on if is_dead and party.status_on is not None else as_of
    age = f"{elapsed_years(party.birth_date, until)}歳"
    return f"{short_era(party.birth_date)}\n{f'死亡時{age}' if is_dead else age}"


def _standing(party: PartyView, names: dict[str, str]) -> str:
    words = []
    if party.renounced_on is not None:
        words.append(f"相続放棄 {short_era(party.renounced_on)}")
    if party.released_on is not None:
        words.append(f"免除 {short_era(party.released_on)}")
    if party.status is not codes.PartyStatus.ACTIVE:
        when = f" {short_era(party.status_on)}" if party.status_on is not None else ""
        words.append(f"{party.status.label}{when}")
    if party.inherits_from:
        words.append(f"{names.get(party.inherits_from, party.inherits_from)}の相続人")
    if party.share:
        words.append(f"{'相続分' if party.inherits_from else '負担割合'} {party.share}")
    return "\n".join(words)


def _plan(view: ClaimPage) -> tuple[Block, ...]:
    words = plan_words(view)
    if not words and not any(month.due or month.received for month in view.plan_months):
        return (Section("弁済計画と入金"), Paragraph("分割弁済の約束はありません。"))
    cells = [
        (short_era(month.month).rpartition(".")[0], show_yen(month.due), show_yen(month.received))
        for month in view.plan_months
    ]
    half = (len(cells) + 1) // 2
    nothing = ("", "", "")
    rows = tuple((*cells[at], *(cells[at + half] if at + half < len(cells) else nothing)) for at in range(half))
    three = (digits("月", 12), amounts("約定額 円", 18), amounts("入金額 円", 18))
    heading = Section(f"弁済計画と今年度の定期入金（約定　{words or 'なし'}）")
    return (heading, Grid((*three, *three), rows))


def _collaterals(view: ClaimPage) -> tuple[Block, ...]:
    columns = (
        PaperColumn("種類・所在", 36),
        PaperColumn("所有者", 18),
        digits("順位", 6),
        amounts("極度額 円", 17),
        amounts("先順位 円", 17),
        amounts("査定額 円", 17),
        PaperColumn("査定日・任意処分", 30),
    )
    rows = [
        (
            f"{one.kind.label}　{one.location}",
            one.owner_name,
            "" if one.rank is None else f"{one.rank}番",
            *("" if yen is None else show_yen(yen) for yen in (one.maximum_amount, one.senior_debt, one.appraisal)),
            "\n".join(w for w in ("" if one.appraised_on is None else short_era(one.appraised_on), one.disposal) if w),
        )
        for one in view.collaterals
    ]
    return (Section("担保・任意処分"), Grid(columns, tuple(rows), empty="担保はありません。"))


def _actions(view: ClaimPage) -> tuple[Block, ...]:
    columns = (
        PaperColumn("種別", 16),
        PaperColumn("裁判所・事件番号", 40),
        PaperColumn("相手方", 22),
        digits("申立", 11),
        digits("確定", 11),
        digits("終了", 11),
        PaperColumn("結果", 12),
    )
    rows = tuple(
        (
            one.kind.label,
            "　".join(word for word in (one.court, one.case_no) if word),
            one.respondent_name,
            *("" if day is None else short_era(day) for day in (one.filed_on, one.fixed_on, one.ended_on)),
            one.outcome.label,
        )
        for one in view.actions
    )
    return (Section("法的手続"), Grid(columns, rows, empty="法的手続はありません。"))


def _todos(view: ClaimPage) -> tuple[Block, ...]:
    """Return what is still to be done, where there is anything."""
    if not view.todos:
        return ()
    late = "期限超過"
    rows = tuple((short_era(one.due_on), one.title, late if one.due_on < view.as_of else "") for one in view.todos)
    return (Section("予定"), Grid((digits("期限", 12), PaperColumn("内容", 90), PaperColumn("", 12)), rows))


def _contact_row(claim_no: str, one: ContactLine) -> Row:
    outcome = one.outcome.label if one.outcome is not None else ""
    elsewhere = f"（{one.claim_no} の記録）" if one.claim_no != claim_no else ""
    promise = "" if one.promised_amount is None else f"約束 {show_yen(one.promised_amount)}円"
    until = "" if one.promised_on is None else f"{short_era(one.promised_on)}まで"
    following = "" if one.next_on is None else f"次回 {short_era(one.next_on)}"
    return (
        short_era(one.on),
        one.at,
        "\n".join(word for word in (one.kind.label, outcome) if word),
        one.party_name,
        "\n".join(word for word in (one.memo, elsewhere) if word),
        "\n".join(word for word in (promise, until, following) if word),
        one.staff_name,
    )


def _ledger_row(line: LedgerLine) -> Row:
    moved = (line.amount, line.to_costs, line.to_damages, line.to_principal, line.accrued)
    return (
        short_era(line.effective_on),
        short_era(line.posted_on),
        line.kind,
        line.voucher_no,
        *(show_yen(yen) if yen else "" for yen in moved),
        *(show_yen(yen) for yen in (line.principal, line.damages, line.costs)),
        note_of(line),
    )
