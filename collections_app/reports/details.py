"""The columns of the rows behind every figure: what storage delivers and what the monthly workbook computes from.

One entry per figure key of the statistics; figures counted from the same records share their columns. Each column is
(heading, kind): text, date, yen (whole yen), code (a word of a closed list, as the
`codes` member or its label). A cell that is not there is None or "". The first cell is the claim number.

The words a formula looks for are kept here too, so that the rows and the formulas cannot disagree.
"""

from __future__ import annotations

from collections_app.reports.table import Kind

AFTER_CLOSING = "整理後"  # 整理後 of a receipt posted on or after its claim's closing day, else ""
STOPPED = "停止中"  # 停止中 of an outstanding claim that is stopped and not resumed, else ""

Headings = tuple[tuple[str, Kind], ...]

_CLAIM: Headings = (("求償権番号", "text"), ("主債務者", "text"))
_IN_CHARGE: Headings = (("課", "text"), ("職員番号", "text"), ("担当者", "text"))  # when the row was recorded

_RECOVERY: Headings = (
    *_CLAIM,
    ("入金番号", "text"),
    ("入金日", "date"),
    ("計上日", "date"),
    ("回収区分", "code"),
    ("回収原因", "code"),
    ("取扱", "code"),
    ("経過年", "count"),  # whole years since 代位弁済
    *_IN_CHARGE,
    ("整理後", "text"),
    ("元金充当", "yen"),
    ("損害金充当", "yen"),
    ("元損", "yen"),  # 元金充当 + 損害金充当
)
_VISIT: Headings = (
    *_CLAIM,
    ("記録番号", "text"),
    ("日付", "date"),
    ("相手", "text"),  # the party's name
    ("結果", "code"),
    ("併せて対象", "text"),
    *_IN_CHARGE,
)
_DISPOSAL: Headings = (
    *_CLAIM,
    ("処分番号", "text"),
    ("成約日", "date"),
    ("決済日", "date"),
    ("売却価額", "yen"),
    ("回収額", "yen"),
    *_IN_CHARGE,
)
_ACTION: Headings = (
    *_CLAIM,
    ("手続番号", "text"),
    ("種別", "code"),
    ("申立日", "date"),
    ("裁判所", "text"),
    ("事件番号", "text"),
    ("相手方", "text"),  # the respondent's name
    ("結果", "code"),
    ("併せて対象", "text"),
    *_IN_CHARGE,
)
_RELEASE: Headings = (
    *_CLAIM,
    ("免除番号", "text"),
    ("保証人", "text"),  # the guarantor's name
    ("取扱", "code"),
    ("承認日", "date"),
    ("弁済日", "date"),
    ("免除日", "date"),
    ("弁済額", "yen"),  # settlement_amount
    ("免除額", "yen"),  # released_amount
    *_IN_CHARGE,
)
_SUPPORT: Headings = (
    ("求償権番号", "text"),
    ("関係人番号", "text"),
    ("企業名", "text"),
    ("支援番号", "text"),
    ("種別", "code"),
    ("実施日", "date"),
    *_IN_CHARGE,
)
_STOP: Headings = (
    *_CLAIM,
    ("停止番号", "text"),
    ("停止日", "date"),
    ("事由", "text"),
    ("再開日", "date"),
    *_IN_CHARGE,
)
_CLOSING: Headings = (
    *_CLAIM,
    ("整理番号", "text"),
    ("整理日", "date"),
    ("事由", "text"),
    ("整理額", "yen"),
    *_IN_CHARGE,
)
_SUBROGATION: Headings = (
    *_CLAIM,
    ("代位弁済日", "date"),
    ("金融機関", "text"),
    ("保証制度", "text"),
    ("業種", "text"),
    ("代位弁済元金", "yen"),
    ("代位弁済利息", "yen"),
    ("代位弁済額", "yen"),  # 代位弁済元金 + 代位弁済利息
    *_IN_CHARGE,
)
_OUTSTANDING: Headings = (
    *_CLAIM,
    ("代位弁済日", "date"),
    ("金融機関", "text"),
    ("停止中", "text"),
    ("代位弁済額", "yen"),
    ("元金残高", "yen"),  # as posted by the as-of day
    *_IN_CHARGE,
)

DETAIL_HEADINGS: dict[str, Headings] = {
    "visit": _VISIT,
    "voluntary_disposal": _DISPOSAL,
    "auction_petition": _ACTION,
    "provisional_remedy": _ACTION,
    "lawsuit": _ACTION,
    "recovery.total": _RECOVERY,
    "recovery.regular": _RECOVERY,
    "recovery.irregular": _RECOVERY,
    "recovery_after_closing": _RECOVERY,
    "release.direct.count": _RELEASE,
    "release.direct.amount": _RELEASE,
    "release.servicer.count": _RELEASE,
    "release.servicer.amount": _RELEASE,
    "release.all.count": _RELEASE,
    "release.all.amount": _RELEASE,
    "expert_dispatch": _SUPPORT,
    "extinguishing_guarantee": _SUPPORT,
    "administration_stop": _STOP,
    "claim_closing": _CLOSING,
    "subrogation.count": _SUBROGATION,
    "subrogation.amount": _SUBROGATION,
    "outstanding.count": _OUTSTANDING,
    "outstanding.principal": _OUTSTANDING,
    "stopped.count": _OUTSTANDING,
}
