"""The person's taste: theme, font scale, window, columns. A file that cannot be read costs nothing but the taste."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


@dataclass
class TableTaste:
    """Which columns of a table are hidden, how wide the others are, and in which order they stand."""

    hidden: list[str] | None = None
    widths: dict[str, int] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)


@dataclass
class Settings:
    """Every setting with its default."""

    dark: bool = False
    scale: float = 1.0
    compact: bool = False
    rail_collapsed: bool = False
    key_bar_hidden: bool = False
    geometry: str = ""
    database: str = ""
    start_page: str = ""  # no wish: the day of whoever sits here, else the summary
    staff_no: str = ""  # who one is; nobody while it is empty
    template: str = ""  # the office's own workbook for the month; the full report while it is empty
    tables: dict[str, TableTaste] = field(default_factory=dict)
    path: Path | None = field(default=None, compare=False)
    problem: str = field(default="", compare=False)  # why the file could not be read

    def save(self) -> None:
        """Write the file whole or not at all; a disk that refuses must not stop anybody from closing the window."""
        if self.path is None:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            draft = self.path.with_suffix(".new")
            draft.write_text(as_toml(self), encoding="utf-8")
            draft.replace(self.path)
        except OSError as error:
            self.problem = f"設定を保存できませんでした（{error.strerror}）。"


_SCALARS = (
    "dark",
    "scale",
    "compact",
    "rail_collapsed",
    "key_bar_hidden",
    "geometry",
    "database",
    "start_page",
    "staff_no",
    "template",
)


def default_path() -> Path:
    """Return where the settings of this person are kept."""
    from platformdirs import user_config_path

    return user_config_path("collections_app", appauthor=False) / "settings.toml"


def load(path: Path) -> Settings:
    """Read the settings; what is missing or wrong is the default, and `problem` says so."""
    settings = Settings(path=path)
    if not os.path.lexists(path):
        return settings
    import tomllib

    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        _take(settings, values)
    except OSError as error:
        settings = Settings(path=path)
        settings.problem = f"設定ファイルを開けないため（{error.strerror}）、初めの設定で開きました。"
    except (ValueError, AttributeError, TypeError):
        settings = Settings(path=path)
        settings.problem = f"設定ファイルを読めないため、初めの設定で開きました。{_set_aside(path)}"
    return settings


def _set_aside(path: Path) -> str:
    """Keep a file that cannot be read beside the new one, and say where it is."""
    kept = path.with_suffix(".broken")
    try:
        path.replace(kept)
    except OSError as error:
        return f"元のファイルは残せません（{error.strerror}）。"
    return f"元のファイルは {kept} に残しました。"


def _take(settings: Settings, values: dict[str, Any]) -> None:
    defaults = Settings()
    for name in _SCALARS:
        kind = type(getattr(defaults, name))
        value = values.get(name, getattr(defaults, name))
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if not isinstance(value, kind):
            raise ValueError(name)  # noqa: TRY004  (one road for every kind of broken file)
        setattr(settings, name, value)
    for name, table in values.get("tables", {}).items():
        hidden = table.get("hidden")
        widths = {str(key): int(width) for key, width in table.get("widths", {}).items()}
        order = [str(key) for key in table.get("order", [])]
        settings.tables[name] = TableTaste(None if hidden is None else [str(key) for key in hidden], widths, order)


def as_toml(settings: Settings) -> str:
    """Return the settings as TOML; a JSON scalar is a TOML value."""
    import json

    lines = [f"{name} = {json.dumps(getattr(settings, name), ensure_ascii=False)}" for name in _SCALARS]
    for name, taste in settings.tables.items():
        lines.append(f"\n[tables.{name}]")
        if taste.hidden is not None:
            lines.append(f"hidden = {json.dumps(taste.hidden)}")
        if taste.order:
            lines.append(f"order = {json.dumps(taste.order)}")
        lines.append(f"[tables.{name}.widths]")
        lines += [f"{key} = {width}" for key, width in taste.widths.items()]
    return "\n".join(lines) + "\n"
