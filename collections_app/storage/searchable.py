"""What the global search finds, and how: words in one spelling, cut into pairs of characters (bigrams).

SQLite keeps the pairs in a full-text table, PostgreSQL in an array under an index. Trigrams cannot find a name of two
characters, and most family names have two.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, func, select

from collections_app.storage.bulk import insert_rows
from collections_app.storage.tables import search_entries

_APART = "|"  # between the words of one entry: no pair reaches across it
_HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
_LEFT_OUT = dict.fromkeys(map(ord, " 　-‐‑‒–—―−ーｰ()・･,.|\t"))  # spaces, every dash, long marks, dots


def folded(text: str) -> str:
    """Return a text in the spelling it is searched by: NFKC, capitals, katakana, without spaces, dashes and dots."""
    return unicodedata.normalize("NFKC", text).upper().translate(_HIRAGANA_TO_KATAKANA).translate(_LEFT_OUT)


def words_of(texts: Iterable[str | None]) -> str:
    """Return the folded texts as one entry keeps them."""
    return _APART.join(filter(None, (folded(text) for text in texts if text)))


def grams_of(words: str) -> list[str]:
    """Return the pairs of characters of an entry's words, and each word's last character by itself."""
    grams: list[str] = []
    for word in words.split(_APART):
        grams.extend(word[n : n + 2] for n in range(len(word)))  # the last one is a single character
    return grams


Entry = tuple[str, str, str]  # subject, subject_no, words


def add_entries(connection: Connection, entries: Sequence[Entry]) -> None:
    """Make these subjects findable; they must not be in the index yet."""
    if not entries:
        return
    start = connection.scalar(select(func.coalesce(func.max(search_entries.c.entry_no), 0))) or 0
    rows = [(start + n, *entry) for n, entry in enumerate(entries, 1)]
    insert_rows(connection, search_entries, ("entry_no", "subject", "subject_no", "words"), rows)
    if connection.dialect.name == "sqlite":
        grams: list[tuple[int, object]] = [(row[0], " ".join(grams_of(row[3]))) for row in rows]
        connection.exec_driver_sql("INSERT INTO search_grams (rowid, grams) VALUES (?, ?)", grams)
        return
    grams = [(row[0], sorted(set(grams_of(row[3])))) for row in rows]
    connection.exec_driver_sql("INSERT INTO search_grams (entry_no, grams) VALUES (%s, %s)", grams)


def remove_entries(connection: Connection, subject: str, numbers: Sequence[str]) -> None:
    """Take these subjects out of the index, before they are added again in another spelling."""
    c = search_entries.c
    found = connection.execute(select(c.entry_no, c.words).where(c.subject == subject, c.subject_no.in_(numbers))).all()
    for entry_no, words in found:
        if connection.dialect.name == "sqlite":  # the table keeps no text: it must be told what to forget
            connection.exec_driver_sql(
                "INSERT INTO search_grams (search_grams, rowid, grams) VALUES ('delete', ?, ?)",
                (entry_no, " ".join(grams_of(words))),
            )
        else:
            connection.exec_driver_sql("DELETE FROM search_grams WHERE entry_no = %s", (entry_no,))
        connection.execute(search_entries.delete().where(c.entry_no == entry_no))
