"""The closed lists of words a record may use: identifier as stored, label as shown (受渡データの区分値)."""

from __future__ import annotations

from enum import Enum
from typing import Self


class Code(str, Enum):  # noqa: UP042 - a StrEnum member cannot carry a label
    """A word of a closed list. The value is the identifier of files and tables, `label` the Japanese word."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Return the member whose value is `value`; a member is declared with its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    __str__ = str.__str__
    __hash__ = str.__hash__  # equal to its identifier, so it must hash like it


class StaffRole(Code):
    """権限."""

    STAFF = "staff", "担当"
    SUPERVISOR = "supervisor", "管理職"
    ADMIN = "admin", "管理者"


class PartyKind(Code):
    """関係人の区分."""

    CORPORATION = "corporation", "法人"
    INDIVIDUAL = "individual", "個人"


class PartyStatus(Code):
    """関係人の状況."""

    ACTIVE = "active", "生存・存続"
    DECEASED = "deceased", "死亡"
    MISSING = "missing", "所在不明"
    BANKRUPT = "bankrupt", "破産"
    DISSOLVED = "dissolved", "解散"


class Operating(Code):
    """事業継続."""

    YES = "yes", "有"
    NO = "no", "無"


class LiabilitySharing(Code):
    """責任共有."""

    SUBJECT = "subject", "対象"
    EXEMPT = "exempt", "対象外"


class DayBasis(Code):
    """日数基準: the divisor of a day's damages."""

    D365 = "365", "365日"
    CALENDAR = "calendar", "暦年"


class AllocationOrder(Code):
    """充当順位."""

    PRINCIPAL_FIRST = "principal-first", "元金優先"
    STATUTORY = "statutory", "法定"


class ObligorRole(Code):
    """関係: how a party is tied to a claim."""

    DEBTOR = "debtor", "主債務者"
    JOINT_GUARANTOR = "joint_guarantor", "連帯保証人"
    COLLATERAL_PROVIDER = "collateral_provider", "物上保証人"
    HEIR = "heir", "相続人"


class CollateralKind(Code):
    """担保物件の種類."""

    LAND = "land", "土地"
    BUILDING = "building", "建物"
    CONDOMINIUM = "condominium", "区分所有"
    OTHER = "other", "その他"


class RecoveryType(Code):
    """回収区分."""

    REGULAR = "regular", "定期"
    IRREGULAR = "irregular", "不定期"


class Source(Code):
    """回収原因."""

    INSTALMENT = "instalment", "分割弁済"
    LUMP_SUM = "lump_sum", "一括弁済"
    VOLUNTARY_DISPOSAL = "voluntary_disposal", "任意処分"
    AUCTION = "auction", "競売配当"
    ATTACHMENT = "attachment", "差押"
    INSOLVENCY = "insolvency", "倒産手続配当"
    RELEASE = "release", "免除弁済"
    EXTINGUISHING_GUARANTEE = "extinguishing_guarantee", "求償権消滅保証"
    OTHER = "other", "その他"


class Method(Code):
    """入金方法."""

    TRANSFER = "transfer", "振込"
    DIRECT_DEBIT = "direct_debit", "口座振替"
    CASH = "cash", "現金"
    COURT = "court", "配当"


class Channel(Code):
    """取扱: who collected."""

    DIRECT = "direct", "債権管理課"
    SERVICER = "servicer", "サービサー"


class Part(Code):
    """部分: the three parts of what is owed."""

    PRINCIPAL = "principal", "元金"
    DAMAGES = "damages", "損害金"
    COSTS = "costs", "費用"


class CostKind(Code):
    """費目."""

    STAMP = "stamp", "印紙"
    POSTAGE = "postage", "郵券"
    DEPOSIT = "deposit", "予納金"
    REGISTRATION = "registration", "登録免許税"
    ATTORNEY = "attorney", "弁護士費用"
    OTHER = "other", "その他"


class ContactKind(Code):
    """交渉記録の種別."""

    VISIT = "visit", "訪問督促"
    PHONE = "phone", "電話督促"
    LETTER = "letter", "文書督促"
    OFFICE = "office", "来所面談"
    SURVEY = "survey", "現況調査"
    OTHER = "other", "その他"


class ContactOutcome(Code):
    """交渉の結果."""

    MET = "met", "面談"
    ABSENT = "absent", "不在"
    PROMISE = "promise", "弁済約束"
    ACKNOWLEDGED = "acknowledged", "債務承認"
    REFUSAL = "refusal", "拒絶"
    MOVED = "moved", "転居"
    UNKNOWN = "unknown", "不明"


class ActionKind(Code):
    """法的手続の種別."""

    LAWSUIT = "lawsuit", "訴訟"
    PAYMENT_ORDER = "payment_order", "支払督促"
    PROVISIONAL_ATTACHMENT = "provisional_attachment", "仮差押"
    PROVISIONAL_DISPOSITION = "provisional_disposition", "仮処分"
    SECURED_AUCTION = "secured_auction", "担保不動産競売"
    COMPULSORY_AUCTION = "compulsory_auction", "強制競売"
    CLAIM_ATTACHMENT = "claim_attachment", "債権差押"
    BANKRUPTCY = "bankruptcy", "破産"
    CIVIL_REHABILITATION = "civil_rehabilitation", "民事再生"


class ActionOutcome(Code):
    """法的手続の結果."""

    JUDGMENT = "judgment", "判決"
    SETTLEMENT = "settlement", "和解"
    COMPLETED = "completed", "完了"
    WITHDRAWN = "withdrawn", "取下げ"
    CANCELLED = "cancelled", "取消し"
    DISMISSED = "dismissed", "棄却・却下"
    PENDING = "pending", "係属中"


class LimitationEventKind(Code):
    """時効関係事由の種別."""

    ACKNOWLEDGEMENT = "acknowledgement", "承認"
    DEMAND = "demand", "催告"
    NEGOTIATION_AGREEMENT = "negotiation_agreement", "協議合意"


class MeasureKind(Code):
    """経営支援の種別."""

    EXPERT_DISPATCH = "expert_dispatch", "専門家派遣"
    EXTINGUISHING_GUARANTEE = "extinguishing_guarantee", "求償権消滅保証"


class DepositKind(Code):
    """入金明細の種類."""

    TRANSFER = "transfer", "振込"
    DIRECT_DEBIT = "direct_debit", "口座振替"
    CASH = "cash", "現金"
    COURT = "court", "配当"
    SERVICER = "servicer", "サービサー"
    OTHER = "other", "その他"


class AccountKind(Code):
    """預金種目, in the numbers of the banks' files (全銀)."""

    ORDINARY = "1", "普通"
    CURRENT = "2", "当座"
    SAVINGS = "9", "その他預金"


class DebitResult(Code):
    """口座振替の結果コード (全銀 type 91)."""

    PAID = "0", "振替済"
    SHORT = "1", "資金不足"
    NO_ACCOUNT = "2", "預金取引なし"
    STOPPED_BY_HOLDER = "3", "預金者の都合による振替停止"
    NO_REQUEST = "4", "預金口座振替依頼書なし"
    STOPPED_BY_US = "8", "委託者の都合による振替停止"
    OTHER = "9", "その他の理由"


class Confidence(Code):
    """How sure it is that money belongs to a claim; a person confirms it always."""

    CERTAIN = "certain", "確実"
    LIKELY = "likely", "有力"
    POSSIBLE = "possible", "候補"


class HolidayRule(Code):
    """約定日が休日のときの扱い."""

    NEXT = "next", "翌営業日"
    PREVIOUS = "previous", "前営業日"
    SAME = "same", "そのまま"


class OddYen(Code):
    """端数: which instalment takes what does not divide evenly."""

    FIRST = "first", "初回"
    LAST = "last", "最終回"


class Approval(Code):
    """決裁: how far a request has come; a waiver without one came from a bundle and counts as approved."""

    REQUESTED = "requested", "申請中"
    APPROVED = "approved", "承認済"
    REJECTED = "rejected", "否認"


class Recoverable(Code):
    """求償可否: whether costs advanced are claimed from the obligors."""

    YES = "yes", "可"
    NO = "no", "否"


class Bearer(Code):
    """負担者: who bears the loss of a claim and takes part in its recovery."""

    JFC = "jfc", "日本政策金融公庫"
    FEDERATION = "federation", "連合会"
    PREFECTURE = "prefecture", "県"
    CITY = "city", "市町村"
    ASSOCIATION = "association", "協会"


class SurveySource(Code):
    """実態調査の情報源."""

    INTERVIEW = "interview", "聴取"
    DOCUMENT = "document", "書類"
    REGISTRY = "registry", "登記簿"
    MUNICIPALITY = "municipality", "市町村照会"
    SITE = "site", "現地確認"
    OTHER = "other", "その他"


class Housing(Code):
    """住居の種類."""

    OWNED = "owned", "持家"
    RENTED = "rented", "借家"
    FAMILY = "family", "親族宅"
    FACILITY = "facility", "施設"
    UNKNOWN = "unknown", "不明"


class InitialStep(Code):
    """初動事項: what is done in the first weeks after 代位弁済."""

    FIRST_CONTACT = "first_contact", "初回接触"
    SURVEY = "survey", "現況調査"
    REGISTRY = "registry", "登記簿"
    POLICY = "policy", "回収方針"


class ClaimStatus(Code):
    """求償権の状態: closed before paid before stopped before active."""

    ACTIVE = "active", "進行中"
    STOPPED = "stopped", "管理事務停止"
    CLOSED = "closed", "求償権整理"
    PAID = "paid", "完済"

    @property
    def is_open(self) -> bool:
        """Whether somebody still works on the claim: neither 整理 nor 完済."""
        return self in _OPEN


_OPEN = frozenset((ClaimStatus.ACTIVE, ClaimStatus.STOPPED))
