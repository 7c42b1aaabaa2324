"""What the global search finds, and how: words in one spelling, cut into pairs of characters (bigrams).

SQLite keeps the pairs in a full-text table, PostgreSQL in an array under an index. Trigrams cannot find a name of two
characters, and most family names have two. The index narrows down, the words decide: what it finds is exactly what a
search through every word would find.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from operator import add
from typing import NamedTuple

from sqlalchemy import Connection, Select, Text, column, func, literal, select, table
from sqlalchemy.dialects.postgresql import ARRAY

from collections_app.storage.bulk import insert_rows
from collections_app.storage.tables import search_entries

LONGEST = 500  # characters of a searched text: nothing kept is longer, and patterns have limits

_APART = "|"  # between the words of one entry: no pair reaches across it
_HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
_LEFT_OUT = dict.fromkeys(map(ord, " 　-‐‑‒–—―−ーｰ()・･,.|\t"))  # spaces, every dash, long marks, dots
_CONTROLS = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)))  # what no database keeps
_FOLDING = _HIRAGANA_TO_KATAKANA | _LEFT_OUT | _CONTROLS
_PAIR, _FOUR = 2, 4  # characters of a gram: of text, of numbers
_MANY = 1_000  # entries at once leave the full-text table in pieces, each of which every search would read
_HELD = 64 << 20  # bytes of pairs gathered before they are filed: 1 MiB, as it comes, files them piece by piece
_MOST_TOKENS = 65_536  # that are remembered: an import looks a million of them up
_RUNS = re.compile(r"[0-9A-Z]{4,}")
_PLAIN = re.compile(r"[0-9A-Zァ-ヺ一-龥]+")  # what the full-text tokenizer leaves as it is


def folded(text: str) -> str:
    """Return a text in the spelling it is searched by: NFKC, capitals, katakana, without spaces, dashes and dots."""
    return unicodedata.normalize("NFKC", text).upper().translate(_FOLDING)


def words_of(texts: Iterable[str | None]) -> str:
    """Return the folded texts as one entry keeps them, each in its place; empty when there is nothing to find."""
    words = _APART.join(folded(text) if text else "" for text in texts)
    return words if words.strip(_APART) else ""


def beginning(subject: str, text: str) -> list[str]:
    """Return the grams a subject's word has, one after the other, when it begins with `text`."""
    grams = inside(text)
    return [_first(subject, text), *grams] if len(grams) > 1 else [_first(subject, text)]


def ending(subject: str, text: str) -> list[str]:
    """Return the grams a subject's word has, one after the other, when it ends with `text`."""
    return [*inside(text), _last(subject, text)]


def whole(subject: str, text: str) -> list[str]:
    """Return the grams a subject's word has, one after the other, when it is `text`."""
    return [_first(subject, text), *inside(text), _last(subject, text)]


def inside(text: str) -> list[str]:
    """Return the grams a word has, one after the other, when `text` is any part of it; none for one character.

    Pairs; of numbers, whose pairs tell little, groups of four.
    """
    size = _FOUR if _is_number(text) else _PAIR
    return [text[n : n + size] for n in range(len(text) - size + 1)]


def _first(subject: str, text: str) -> str:
    return f"{_APART}{subject[0]}{text[: _FOUR if _is_number(text) else _PAIR]}"


def _last(subject: str, text: str) -> str:
    return f"{text[-_FOUR:] if _is_number(text) else text[-1:]}{_APART}{subject[0]}"


def _is_number(text: str) -> bool:
    return len(text) >= _FOUR and text.isascii() and text.isalnum()


def _grams_of(subject: str, words: str) -> list[str]:
    """Return the grams of an entry, word by word."""
    edge = _APART + subject[0]
    return [gram for word in words.split(_APART) if word for gram in _grams_of_word(edge, word)]


def _grams_of_word(edge: str, word: str) -> list[str]:
    """Return the pairs of a word, then the fours of each run of letters and digits in it.

    Its beginning is there by one character and by two: so few words begin with the same two that none is searched for.
    """
    pairs = [*map(add, word, word[1:])]
    grams = [edge + word[0], *(edge + pair for pair in pairs[:1]), *pairs, word[-1] + edge]
    for run in _RUNS.finditer(word):
        start, end = run.span()
        if start == 0:
            grams.append(edge + word[:_FOUR])
        grams += map(add, pairs[start : end - 3], pairs[start + 2 : end - 1])  # two pairs make a four
        grams.append(word[end - _FOUR :] + edge if end == len(word) else _APART)
    return grams


def phrase_of(grams: Iterable[str]) -> str:
    """Return the full-text query for grams that follow each other; whatever was typed, it holds no syntax."""
    return f'"{_tokens(grams)}"'


class _Token(dict[str, str]):
    """Each gram as one token of the full-text table, whatever its characters are."""

    def __missing__(self, gram: str) -> str:
        if len(self) == _MOST_TOKENS:
            self.clear()
        token = self[gram] = gram if _PLAIN.fullmatch(gram) else "x".join(map(_CODE.__getitem__, gram))
        return token


class _Code(dict[str, str]):
    """Each character as the number it has, in hexadecimal."""

    def __missing__(self, character: str) -> str:
        code = self[character] = f"{ord(character):x}"
        return code


_TOKEN, _CODE = _Token(), _Code()


def _tokens(grams: Iterable[str]) -> str:
    return " ".join(map(_TOKEN.__getitem__, grams))


def _tokens_of_word(edge: str, word: str) -> str:
    """Return the tokens of a word's grams; of a number, which most words are, all but its ends are tokens already."""
    if not _is_number(word):
        return _tokens(_grams_of_word(edge, word))
    pairs = [*map(add, word, word[1:])]
    ends = edge + word[0], edge + pairs[0], word[-1] + edge, edge + word[:_FOUR], word[-_FOUR:] + edge
    first, first_two, last, first_four, last_four = map(_TOKEN.__getitem__, ends)
    return " ".join([first, first_two, *pairs, last, first_four, *map(add, pairs, pairs[2:]), last_four])


Entry = tuple[str, str, str]  # subject, subject_no, words


class Searched(NamedTuple):
    """What of a table is found: as which subject, under which number, by which columns."""

    subject: str
    key: str
    columns: tuple[str, ...]


SEARCHED = {
    "parties": Searched("party", "party_no", ("name", "kana", "phone")),
    "claims": Searched("claim", "claim_no", ("claim_no", "guarantee_no")),
    "legal_actions": Searched("action", "action_no", ("case_no",)),
}


def add_entries(connection: Connection, entries: Sequence[Entry]) -> None:
    """Make these subjects findable; they must not be in the index yet."""
    if not entries:
        return
    start = connection.scalar(select(func.coalesce(func.max(search_entries.c.entry_no), 0))) or 0
    rows = [(start + n, *entry) for n, entry in enumerate(entries, 1)]
    insert_rows(connection, search_entries, ("entry_no", "subject", "subject_no", "words"), rows)
    _index(connection, rows)


def index_anew(connection: Connection) -> None:
    """Make the pairs of every entry anew: an upgrade may cut words otherwise."""
    is_sqlite = connection.dialect.name == "sqlite"
    connection.exec_driver_sql(
        "INSERT INTO search_grams (search_grams) VALUES ('delete-all')" if is_sqlite else "DELETE FROM search_grams"
    )
    c = search_entries.c
    rows = connection.execute(select(c.entry_no, c.subject, c.subject_no, c.words).order_by(c.entry_no)).all()
    _index(connection, [tuple(row) for row in rows])


def _index(connection: Connection, rows: Sequence[tuple[int, str, str, str]]) -> None:
    """File the pairs of entries: number, subject, its number, words."""
    if not rows:
        return
    if connection.dialect.name != "sqlite":
        grams = [(row[0], sorted(set(_grams_of(row[1], row[3])))) for row in rows]
        connection.exec_driver_sql("INSERT INTO search_grams (entry_no, grams) VALUES (%s, %s)", grams)
        return
    tokens_of = cache(_tokens_of_word)  # names come back
    texts = [
        (number, " ".join([tokens_of(_APART + subject[0], word) for word in words.split(_APART) if word]))
        for number, subject, _, words in rows
    ]
    is_many = len(rows) >= _MANY
    if is_many:
        connection.exec_driver_sql("INSERT INTO search_grams (search_grams, rank) VALUES ('hashsize', ?)", (_HELD,))
    connection.exec_driver_sql("INSERT INTO search_grams (rowid, grams) VALUES (?, ?)", texts)
    if is_many:
        connection.exec_driver_sql("INSERT INTO search_grams (search_grams) VALUES ('optimize')")


def remove_entries(connection: Connection, subject: str, numbers: Sequence[str]) -> None:
    """Take these subjects out of the index, before they are added again in another spelling."""
    c = search_entries.c
    found = connection.execute(select(c.entry_no, c.words).where(c.subject == subject, c.subject_no.in_(numbers))).all()
    for entry_no, words in found:
        if connection.dialect.name == "sqlite":  # the table keeps no text: it must be told what to forget
            connection.exec_driver_sql(
                "INSERT INTO search_grams (search_grams, rowid, grams) VALUES ('delete', ?, ?)",
                (entry_no, _tokens(_grams_of(subject, words))),
            )
        else:
            connection.exec_driver_sql("DELETE FROM search_grams WHERE entry_no = %s", (entry_no,))
        connection.execute(search_entries.delete().where(c.entry_no == entry_no))


_grams = table(
    "search_grams", column("rowid"), column("entry_no"), column("search_grams"), column("grams", ARRAY(Text))
)


def found_first(dialect: str, subject: str, part: str) -> Select[tuple[str]]:
    """Return the SELECT of the numbers of subjects that hold a folded text in any word but their last.

    The words of a party are name, kana and phone, those of a claim its number and that of the guarantee: the last word
    is what the text filter of a list does not look at.
    """
    return _found(dialect, subject, part, f"%{_escaped(part[:LONGEST])}%{_APART}%")


def found_anywhere(dialect: str, subject: str, part: str) -> Select[tuple[str]]:
    """Return the SELECT of the numbers of subjects that hold a folded text in any word."""
    return _found(dialect, subject, part, f"%{_escaped(part[:LONGEST])}%")


def _found(dialect: str, subject: str, part: str, shown: str) -> Select[tuple[str]]:
    c = search_entries.c
    is_subject = c.subject.concat("") == subject  # the index of pairs is the one to use, not that of subjects
    query = select(c.subject_no).where(is_subject, c.words.like(shown, escape="/"))
    grams = inside(part[:LONGEST])
    if not grams:
        return query
    if dialect == "sqlite":
        found = query.select_from(_grams.join(search_entries, c.entry_no == _grams.c.rowid))
        return found.where(_grams.c.search_grams.op("MATCH")(phrase_of(grams)))
    found = query.select_from(_grams.join(search_entries, c.entry_no == _grams.c.entry_no))
    return found.where(_grams.c.grams.contains(grams))


def found_whole(dialect: str, subject: str, word: str) -> Select[tuple[str]]:
    """Return the SELECT of the numbers of subjects that have a folded text as one of their words."""
    c = search_entries.c
    apart = literal(_APART)
    is_word = apart.concat(c.words).concat(apart).like(f"%{_APART}{_escaped(word[:LONGEST])}{_APART}%", escape="/")
    query = select(c.subject_no).where(c.subject.concat("") == subject, is_word)
    grams = whole(subject, word[:LONGEST])
    if dialect == "sqlite":
        found = query.select_from(_grams.join(search_entries, c.entry_no == _grams.c.rowid))
        return found.where(_grams.c.search_grams.op("MATCH")(phrase_of(grams)))
    found = query.select_from(_grams.join(search_entries, c.entry_no == _grams.c.entry_no))
    return found.where(_grams.c.grams.contains(grams))


def _escaped(part: str) -> str:
    return part.replace("/", "//").replace("%", "/%").replace("_", "/_")
