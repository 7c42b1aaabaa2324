"""Everything that can be done by a key, once: menus, key bar, help and command palette read this list."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class ActionId(Enum):
    """The name of an action."""

    HELP = "help"
    RECORD_VISIT = "record_visit"
    RECORD_CALL = "record_call"
    FIELD_LIST = "field_list"
    ADD_RECORD = "add_record"
    UNDO = "undo"
    CORRECT = "correct"
    PERSON = "person"
    MERGE = "merge"
    DUPLICATES = "duplicates"
    DEATH = "death"
    HISTORY = "history"
    DRAFTS = "drafts"
    REGISTER = "register"
    COPY_ABOVE = "copy_above"
    REMOVE_ROWS = "remove_rows"
    ACCEPT = "accept"
    SPREAD = "spread"
    COURT = "court"
    PLAN_VISITS = "plan_visits"
    TAKE_VISITS = "take_visits"
    FIND_IN_PAGE = "find_in_page"
    RELOAD = "reload"
    PREVIOUS = "previous"
    NEXT = "next"
    MENU = "menu"
    EXCEL = "excel"
    PRINT = "print"
    SAVE_PDF = "save_pdf"
    CLOSE = "close"
    OPEN = "open"
    OPEN_CLAIM = "open_claim"
    CONDITIONS = "conditions"
    PASTE_NUMBERS = "paste_numbers"
    VIEWS = "views"
    COLUMNS = "columns"
    GROUP = "group"
    SEARCH = "search"
    BACK = "back"
    FORWARD = "forward"
    DONE = "done"
    PUT_OFF = "put_off"
    HAND_OVER = "hand_over"
    BULK = "bulk"
    GO_TODAY = "go_today"
    NEW_CLAIM = "new_claim"
    CLAIM_LIST = "claim_list"
    FIRST_WEEKS = "first_weeks"
    GO_DEPOSITS = "go_deposits"
    GO_SUMMARY = "go_summary"
    GO_CLAIMS = "go_claims"
    GO_PEOPLE = "go_people"
    GO_CONTACTS = "go_contacts"
    GO_REGISTERS = "go_registers"
    GO_REPORTS = "go_reports"
    ANNUAL_REPORT = "annual_report"
    REPORT_LAYOUTS = "report_layouts"
    GO_ADMIN = "go_admin"
    GO_CLOSES = "go_closes"
    GO_PLAN_FIGURES = "go_plan_figures"
    GO_SHARING = "go_sharing"
    NEXT_TAB = "next_tab"
    PREVIOUS_TAB = "previous_tab"
    CLOSE_TAB = "close_tab"
    AS_OF = "as_of"
    THEME = "theme"
    LARGER = "larger"
    SMALLER = "smaller"
    COMPACT = "compact"
    RAIL = "rail"
    KEY_BAR = "key_bar"
    SETTINGS = "settings"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """An action: its word in the menu, the short one of the key bar, its key, its group."""

    id: ActionId
    text: str
    short: str
    shortcut: str
    group: str
    in_key_bar: bool = False
    words: str = ""  # what else one may type to find it
    is_local: bool = False  # the key belongs to the widget that has the keyboard, such as Enter in a table


_PAGE = "ページ"
_GO = "移動"
_VIEW = "表示"

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(ActionId.HELP, "ヘルプ（キーの一覧）", "ヘルプ", "F1", _PAGE, in_key_bar=True),
    ActionSpec(ActionId.RECORD_VISIT, "訪問督促を記録", "訪問", "F2", _PAGE, in_key_bar=True),
    ActionSpec(ActionId.FIND_IN_PAGE, "この画面で検索", "検索", "F3", _PAGE, in_key_bar=True),
    ActionSpec(ActionId.FIELD_LIST, "欄の一覧を出す", "一覧", "F4", _PAGE, in_key_bar=True, is_local=True),
    ActionSpec(ActionId.RELOAD, "読み直し", "読み直し", "F5", _PAGE, in_key_bar=True),
    ActionSpec(ActionId.RECORD_CALL, "電話督促を記録", "電話", "F6", _PAGE, in_key_bar=True),
    ActionSpec(ActionId.PREVIOUS, "一覧の前の求償権", "前", "F7", _PAGE, in_key_bar=True),
    ActionSpec(ActionId.NEXT, "一覧の次の求償権", "次", "F8", _PAGE, in_key_bar=True),
    ActionSpec(ActionId.REGISTER, "登録（Ctrl+Enter）", "登録", "F9", _PAGE, in_key_bar=True),
    ActionSpec(ActionId.COPY_ABOVE, "上の行と同じにする", "上と同じ", "Ctrl+U", _PAGE, in_key_bar=True),
    ActionSpec(ActionId.REMOVE_ROWS, "選んだ行を入力表から消す", "行を消す", "Ctrl+Del", _PAGE, in_key_bar=True),
    ActionSpec(
        ActionId.ACCEPT,
        "後の入金の充当が変わることを承知する",
        "承知",
        "Ctrl+Shift+Y",
        _PAGE,
        words="遡及 再充当 前後",
    ),
    ActionSpec(
        ActionId.SPREAD,
        "1つの入金を複数の求償権に充当",
        "複数へ充当",
        "Ctrl+Shift+J",
        _PAGE,
        words="指定充当 法定充当 488条 割り振り",
    ),
    ActionSpec(
        ActionId.COURT,
        "裁判所の配当を入力",
        "配当",
        "Ctrl+Shift+T",
        _PAGE,
        words="競売 差押 破産 配当表 内訳",
    ),
    ActionSpec(
        ActionId.TAKE_VISITS,
        "訪問の予定を入力表に写す",
        "入力表へ",
        "Ctrl+T",
        _PAGE,
        in_key_bar=True,
        words="訪問 結果",
    ),
    ActionSpec(
        ActionId.PLAN_VISITS,
        "選んだ求償権を訪問の予定にする",
        "訪問予定",
        "Ctrl+Shift+V",
        _PAGE,
        words="地区 外回り 巡回",
    ),
    ActionSpec(
        ActionId.ADD_RECORD,
        "記録を追加",
        "追加",
        "Ctrl+N",
        _PAGE,
        in_key_bar=True,
        words="登録 新規 入力 担保",
    ),
    ActionSpec(ActionId.UNDO, "直前の登録・訂正を元に戻す", "元に戻す", "Ctrl+Z", _PAGE, words="取消 アンドゥ"),
    ActionSpec(
        ActionId.PERSON, "主債務者のページを開く", "債務者", "Ctrl+J", _PAGE, in_key_bar=True, words="関係人 名寄せ"
    ),
    ActionSpec(ActionId.CORRECT, "関係人を訂正", "訂正", "Ctrl+E", _PAGE, in_key_bar=True, words="住所 電話 変更"),
    ActionSpec(
        ActionId.MERGE, "名寄せ（ほかの番号と統合）", "名寄せ", "Ctrl+Y", _PAGE, in_key_bar=True, words="統合 重複"
    ),
    ActionSpec(
        ActionId.DUPLICATES, "重複の候補を一覧", "重複", "Ctrl+Shift+M", _PAGE, in_key_bar=True, words="名寄せ 統合"
    ),
    ActionSpec(ActionId.DEATH, "死亡と相続人を登録", "死亡", "Ctrl+Shift+E", _PAGE, words="相続 持分"),
    ActionSpec(ActionId.HISTORY, "変更履歴を見る", "履歴", "Ctrl+H", _PAGE, words="監査 だれが いつ 変更"),
    ActionSpec(ActionId.DRAFTS, "書きかけの入力を見る", "書きかけ", "Ctrl+Shift+K", _PAGE, words="下書き 復元 途中"),
    ActionSpec(ActionId.MENU, "メニュー", "メニュー", "F10", _PAGE, in_key_bar=True),
    ActionSpec(ActionId.EXCEL, "表をExcelに出力", "Excel", "F11", _PAGE, in_key_bar=True, words="エクセル ブック 保存"),
    ActionSpec(
        ActionId.PRINT,
        "印刷（プレビュー）",
        "印刷",
        "Ctrl+P",
        _PAGE,
        in_key_bar=True,
        words="帳票 カルテ",
    ),
    ActionSpec(ActionId.SAVE_PDF, "帳票をPDFに保存", "PDF", "Ctrl+S", _PAGE, in_key_bar=True, words="ファイル"),
    ActionSpec(ActionId.CLOSE, "閉じる", "閉じる", "F12", _PAGE, in_key_bar=True),
    ActionSpec(ActionId.OPEN, "選んだ行を開く", "開く", "Enter", _PAGE, in_key_bar=True, is_local=True),
    ActionSpec(ActionId.OPEN_CLAIM, "選んだ行の求償権を開く", "求償権", "Ctrl+O", _PAGE, in_key_bar=True),
    ActionSpec(ActionId.DONE, "選んだ行を完了にする", "完了", "Space", _PAGE, in_key_bar=True, is_local=True),
    ActionSpec(ActionId.PUT_OFF, "選んだ行を7日後へ延期", "7日後へ", "+", _PAGE, in_key_bar=True, is_local=True),
    ActionSpec(
        ActionId.HAND_OVER,
        "代行を登録（仕事をしばらく任せる）",
        "代行",
        "Ctrl+Shift+D",
        _PAGE,
        words="休暇 引継ぎ 任せる",
    ),
    ActionSpec(
        ActionId.BULK, "求償権をまとめて変更", "まとめて", "Ctrl+M", _GO, words="担当替え 異動 引継ぎ 付箋 一括"
    ),
    ActionSpec(
        ActionId.CONDITIONS, "一覧に条件を加える", "条件", "Ctrl+Shift+F", _PAGE, words="絞り込み フィルター 抽出"
    ),
    ActionSpec(
        ActionId.PASTE_NUMBERS,
        "番号を貼り付けて絞り込む",
        "貼り付け",
        "Ctrl+V",
        _PAGE,
        words="一覧 Excel",
        is_local=True,
    ),
    ActionSpec(ActionId.VIEWS, "保存した表示", "表示", "Ctrl+Shift+O", _PAGE, words="ビュー 保存 共有 検索条件"),
    ActionSpec(ActionId.COLUMNS, "列を選ぶ・並べる", "列", "Ctrl+L", _PAGE, words="項目 幅 並べ替え"),
    ActionSpec(ActionId.GROUP, "一覧をまとめる", "まとめ", "Ctrl+G", _PAGE, words="グループ 小計 担当課 金融機関 年度"),
    ActionSpec(ActionId.SEARCH, "すべてから検索・コマンド", "検索", "Ctrl+K", _GO),
    ActionSpec(ActionId.BACK, "戻る", "戻る", "Alt+Left", _GO),
    ActionSpec(ActionId.FORWARD, "進む", "進む", "Alt+Right", _GO),
    ActionSpec(ActionId.GO_TODAY, "今日の仕事を開く", "今日", "Ctrl+0", _GO, words="予定 次回 約束 期限 やること"),
    ActionSpec(
        ActionId.NEW_CLAIM,
        "新しい代位弁済を登録",
        "新規",
        "Ctrl+Shift+N",
        _GO,
        words="求償権 受入 追加 新規 保証 一覧 取込",
    ),
    ActionSpec(
        ActionId.CLAIM_LIST,
        "代位弁済の一覧から登録",
        "一覧",
        "Ctrl+Shift+I",
        _GO,
        words="保証部門 取込 貼り付け Excel CSV 新規",
    ),
    ActionSpec(
        ActionId.FIRST_WEEKS,
        "初動の遅れを見る",
        "初動",
        "Ctrl+Shift+W",
        _GO,
        words="期限 初回接触 現況調査 登記簿 方針",
    ),
    ActionSpec(ActionId.GO_SUMMARY, "集計を開く", "集計", "Ctrl+1", _GO, words="実績 回収 年度"),
    ActionSpec(ActionId.GO_CLAIMS, "求償権の一覧を開く", "求償権", "Ctrl+2", _GO, words="債務者"),
    ActionSpec(ActionId.GO_PEOPLE, "関係人を開く", "関係人", "Ctrl+5", _GO, words="債務者 保証人 相続人 名寄せ"),
    ActionSpec(
        ActionId.GO_CONTACTS, "回収行動を開く", "回収行動", "Ctrl+7", _GO, words="訪問 電話 交渉 結果 入力 予定"
    ),
    ActionSpec(
        ActionId.GO_REGISTERS,
        "台帳を開く",
        "台帳",
        "Ctrl+8",
        _GO,
        words="法的手続 担保 時効 免除 停止 整理 減免 予定 メモ",
    ),
    ActionSpec(
        ActionId.GO_DEPOSITS, "入金を開く", "入金", "Ctrl+6", _GO, words="仮受 銀行 全銀 口座振替 取込 充当 返還"
    ),
    ActionSpec(ActionId.GO_REPORTS, "帳票を開く", "帳票", "Ctrl+3", _GO, words="月次 報告 印刷"),
    ActionSpec(
        ActionId.ANNUAL_REPORT,
        "年度報告を開く",
        "年度報告",
        "Ctrl+Shift+A",
        _GO,
        words="経営計画 評価 取組状況 自己評価 Word",
    ),
    ActionSpec(
        ActionId.REPORT_LAYOUTS,
        "報告のレイアウトを編集",
        "レイアウト",
        "Ctrl+Shift+U",
        _GO,
        words="様式 書式 単位 比較 達成率",
    ),
    ActionSpec(
        ActionId.GO_ADMIN, "管理を開く", "管理", "Ctrl+4", _GO, words="取込 書き出し 点検 バックアップ データベース"
    ),
    ActionSpec(ActionId.GO_CLOSES, "月次締めを開く", "締め", "Ctrl+Shift+S", _GO, words="締後訂正 再開 封印 点検"),
    ActionSpec(
        ActionId.GO_PLAN_FIGURES, "計画値を開く", "計画値", "Ctrl+Shift+P", _GO, words="年度計画 月別 予算 目標 着地"
    ),
    ActionSpec(
        ActionId.GO_SHARING,
        "保険・納付を開く",
        "保険",
        "Ctrl+Shift+H",
        _GO,
        words="保険金 回収納付金 公庫 負担割合 サービサー 報告 照合 手数料",
    ),
    ActionSpec(ActionId.NEXT_TAB, "次のタブ", "次のタブ", "Ctrl+Tab", _GO),
    ActionSpec(ActionId.PREVIOUS_TAB, "前のタブ", "前のタブ", "Ctrl+Shift+Tab", _GO),
    ActionSpec(ActionId.CLOSE_TAB, "タブを閉じる", "閉じる", "Ctrl+W", _GO),
    ActionSpec(ActionId.AS_OF, "基準日を変える", "基準日", "Ctrl+D", _VIEW, words="日付 年度末"),
    ActionSpec(
        ActionId.THEME, "明るい・暗い画面を切り替え", "明暗", "Ctrl+Shift+L", _VIEW, words="テーマ ダーク ライト 配色"
    ),
    ActionSpec(ActionId.LARGER, "文字を大きく", "大きく", "Ctrl++", _VIEW, words="拡大 ズーム フォント"),
    ActionSpec(ActionId.SMALLER, "文字を小さく", "小さく", "Ctrl+-", _VIEW, words="縮小 ズーム フォント"),
    ActionSpec(ActionId.COMPACT, "表の行を詰める・広げる", "行の高さ", "Ctrl+Shift+R", _VIEW),
    ActionSpec(ActionId.RAIL, "ナビゲーションをたたむ・開く", "ナビ", "Ctrl+B", _VIEW, words="サイドバー メニュー"),
    ActionSpec(ActionId.KEY_BAR, "キーの帯を隠す・出す", "キーの帯", "Ctrl+Shift+B", _VIEW),
    ActionSpec(
        ActionId.SETTINGS, "個人設定", "設定", "Ctrl+,", _VIEW, words="自分 職員番号 初めのページ 設定 オプション"
    ),
    ActionSpec(ActionId.QUIT, "終了", "終了", "Ctrl+Q", _PAGE),
)
SPECS = {spec.id: spec for spec in ACTIONS}
GROUPS = (_PAGE, _GO, _VIEW)
