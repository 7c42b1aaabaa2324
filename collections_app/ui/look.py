"""The one place that names colours, sizes and fonts: two palettes, the scales of type and space, the theme in force."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

TEXT_FAMILY: Final = "BIZ UDPGothic"
NUMBER_FAMILY: Final = "BIZ UDGothic"
FONT_FILES: Final = (
    "BIZUDPGothic-Regular.ttf",
    "BIZUDGothic-Regular.ttf",
    "BIZUDPGothic-Bold.ttf",
    "BIZUDGothic-Bold.ttf",
)

# the type scale (pixels at 100 %)
HINT: Final = 12
BODY: Final = 13
SECTION: Final = 15
TITLE: Final = 20
FIGURE: Final = 28

# the spacing scale (pixels)
XS: Final = 4
S: Final = 8
M: Final = 12
L: Final = 16
XL: Final = 24

RADIUS: Final = 8
SMALL_RADIUS: Final = 4
ROW_HEIGHT: Final = 28
COMPACT_ROW_HEIGHT: Final = 24
TOP_BAR_HEIGHT: Final = 48
KEY_BAR_HEIGHT: Final = 28
RAIL_WIDTH: Final = 184
RAIL_COLLAPSED: Final = 56
ICON: Final = 20
FIELD_HEIGHT: Final = 28
FADE_MS: Final = 120
# paper: millimetres of the margins, points of type, points of the lines; its inks are always those of the light palette
PAPER_MARGIN_MM: Final = 15
PAPER_TITLE: Final = 16.0
PAPER_SECTION: Final = 10.5
PAPER_BODY: Final = 9.0
PAPER_CELL: Final = 8.5
PAPER_FOOT: Final = 7.5
PAPER_LEADING: Final = 1.4
PAPER_HAIRLINE: Final = 0.25
PAPER_RULE: Final = 0.6
PAPER_UNIT: Final = 20  # parts of a point in which pages are measured, the same for screen, file and printer
PAPER_ZOOMS: Final = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
SKELETON_AFTER_MS: Final = 200
PROGRESS_AFTER_MS: Final = 1000
SCALES: Final = (0.9, 1.0, 1.15, 1.3, 1.5, 2.0)


class Palette(NamedTuple):
    """Every colour token of one theme, as #RRGGBB."""

    is_dark: bool
    canvas: str
    surface: str
    raised: str
    line: str
    line_strong: str
    text: str
    soft: str
    faint: str
    accent: str
    accent_soft: str
    on_accent: str
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    info: str
    info_soft: str
    neutral_soft: str
    hover: str
    series: tuple[str, ...]

    def tone(self, name: str) -> tuple[str, str]:
        """Ink and ground of a tone: good, warn, bad, info, accent; anything else is neutral."""
        tones = {
            "good": (self.good, self.good_soft),
            "warn": (self.warn, self.warn_soft),
            "bad": (self.bad, self.bad_soft),
            "info": (self.info, self.info_soft),
            "accent": (self.accent, self.accent_soft),
        }
        return tones.get(name, (self.soft, self.neutral_soft))


LIGHT: Final = Palette(
    is_dark=False,
    canvas="#F6F7F9",
    surface="#FFFFFF",
    raised="#FFFFFF",
    line="#E1E5EA",
    line_strong="#C4CBD4",
    text="#1A2028",
    soft="#56606D",
    faint="#66707E",
    accent="#0B6BCB",
    accent_soft="#E3EFFB",
    on_accent="#FFFFFF",
    good="#1B7F4D",
    good_soft="#EAF6F0",
    warn="#A15C00",
    warn_soft="#FBEFDC",
    bad="#B3261E",
    bad_soft="#FBE6E4",
    info="#3F5E8C",
    info_soft="#E7EDF6",
    neutral_soft="#F1F3F6",
    hover="#F0F4F9",
    series=("#0B6BCB", "#E07B00", "#1B7F4D", "#8E44AD", "#7A8492", "#B3261E"),
)
DARK: Final = Palette(
    is_dark=True,
    canvas="#14171C",
    surface="#1B1F26",
    raised="#232831",
    line="#2C323C",
    line_strong="#434C59",
    text="#E8ECF1",
    soft="#A9B3C0",
    faint="#8A94A1",
    accent="#5AA9F0",
    accent_soft="#1D3147",
    on_accent="#0E1520",
    good="#5CC48D",
    good_soft="#1B3528",
    warn="#E0A44A",
    warn_soft="#3A2D17",
    bad="#F2867F",
    bad_soft="#40211F",
    info="#9DB6DB",
    info_soft="#232E40",
    neutral_soft="#272D36",
    hover="#222831",
    series=("#5AA9F0", "#F0A24A", "#5CC48D", "#C08BDB", "#A9B3C0", "#F2867F"),
)

# how a claim's status is shown: tone and shape, never colour alone (by the words of codes.ClaimStatus)
STATUS_TONES: Final[dict[str, str]] = {
    "active": "good",
    "stopped": "",
    "closed": "",
    "paid": "info",
}
STATUS_SHAPES: Final[dict[str, str]] = {
    "active": "dot",
    "stopped": "square",
    "closed": "frame",
    "paid": "tick",
}


class Theme(QObject):
    """The palette and font scale in force; `changed` tells widgets that paint by themselves."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.palette = LIGHT
        self.scale = 1.0

    def wear(self, app: QApplication, *, dark: bool, scale: float = 1.0) -> None:
        """Set the palette only: enough for the first paint."""
        self.palette = DARK if dark else LIGHT
        self.scale = scale
        app.setPalette(qt_palette(self.palette))

    def apply(self, app: QApplication, *, dark: bool, scale: float = 1.0) -> None:
        """Dress the application: palette, font and style sheet, at once and while it runs."""
        from collections_app.ui.sheet import style_sheet

        self.wear(app, dark=dark, scale=scale)
        if app.style().objectName() != "fusion":
            app.setStyle("Fusion")
        load_fonts()
        app.setFont(text_font())
        app.setStyleSheet(style_sheet(_sheet_tokens(self.palette)))
        self.changed.emit()


_theme: list[Theme] = []


def theme() -> Theme:
    """Return the one theme of the program."""
    if not _theme:
        _theme.append(Theme())
    return _theme[0]


def colors() -> Palette:
    """Return the palette in force."""
    return theme().palette


def ink(name: str) -> QColor:
    """Return the colour of a token of the palette in force, such as `ink("accent")`."""
    return QColor(getattr(colors(), name))


def scaled(pixels: int) -> int:
    """Return a size of the scale at the person's font scale."""
    return round(pixels * theme().scale)


def text_font(size: int = BODY, *, bold: bool = False) -> QFont:
    """Return the proportional font for words."""
    return _font(TEXT_FAMILY, size, bold=bold)


def number_font(size: int = BODY, *, bold: bool = False) -> QFont:
    """Return the font with tabular digits for amounts, codes and dates."""
    return _font(NUMBER_FAMILY, size, bold=bold)


def paper_font(points: float, *, bold: bool = False, digits: bool = False) -> QFont:
    """Return the font of a paper, measured in parts of a point: signs keep their widths on every device.

    Kerning and ligatures are off, so that a line is as wide as its signs and its text can be read back from a file.
    """
    font = QFont(NUMBER_FAMILY if digits else TEXT_FAMILY)
    font.setPixelSize(round(points * PAPER_UNIT))
    font.setBold(bold)
    font.setKerning(False)
    font.setFeature(QFont.Tag("liga"), 0)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def paper_ink(name: str) -> QColor:
    """Return the colour of a token on paper, whatever the theme of the screen."""
    return QColor(getattr(LIGHT, name))


def _font(family: str, size: int, *, bold: bool) -> QFont:
    font = QFont(family)
    font.setPixelSize(scaled(size))
    font.setBold(bold)
    return font


_loaded: list[str] = []


def _sheet_tokens(palette: Palette) -> dict[str, object]:
    field = scaled(FIELD_HEIGHT - XS)
    sizes: dict[str, object] = {
        "hint": scaled(HINT),
        "section": scaled(SECTION),
        "title": scaled(TITLE),
        "tab": scaled(TITLE),
        "button": field,
        "button_focused": field - 2,  # the ring is a pixel wider on every side than the border
        "number_family": NUMBER_FAMILY,
    }
    return {**palette._asdict(), **sizes}


def resource_folder(name: str) -> str:
    """Return a folder of the resources: they are files in every way the program is shipped.

    importlib.resources would say the same, and costs more before the first paint than all four fonts.
    """
    return f"{import_module('collections_app.resources').__path__[0]}/{name}"


def load_fonts() -> None:
    """Register the bundled fonts, once: some ten milliseconds, spent after the first paint."""
    if _loaded:
        return
    _loaded.append(TEXT_FAMILY)
    folder = resource_folder("fonts")
    for name in FONT_FILES:
        QFontDatabase.addApplicationFont(f"{folder}/{name}")


def qt_palette(palette: Palette) -> QPalette:
    """Return the Qt palette of `palette` for the Fusion style."""
    role = QPalette.ColorRole
    result = QPalette()
    pairs = (
        (role.Window, palette.canvas),
        (role.WindowText, palette.text),
        (role.Base, palette.surface),
        (role.AlternateBase, palette.surface),
        (role.Text, palette.text),
        (role.PlaceholderText, palette.faint),
        (role.Button, palette.surface),
        (role.ButtonText, palette.text),
        (role.BrightText, palette.bad),
        (role.ToolTipBase, palette.raised),
        (role.ToolTipText, palette.text),
        (role.Highlight, palette.accent_soft),
        (role.HighlightedText, palette.text),
        (role.Link, palette.accent),
        (role.LinkVisited, palette.accent),
        (role.Light, palette.surface),
        (role.Midlight, palette.line),
        (role.Mid, palette.line),
        (role.Dark, palette.line_strong),
        (role.Shadow, palette.line_strong),
        (role.Accent, palette.accent),
    )
    for name, value in pairs:
        result.setColor(name, QColor(value))
    for name in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, name, QColor(palette.faint))
    return result
