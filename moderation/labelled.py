"""Texts that people called spam or ham, from a CSV file as it comes."""

import csv
import io
from collections.abc import Collection, Iterator
from pathlib import Path

from community.core.errors import Invalid
from moderation.spam import Example

_MOST_BYTES = 200_000_000
_LONGEST_FIELD = 10_000_000
_SPAM = frozenset({"spam", "1", "true", "yes"})
_HAM = frozenset({"ham", "good", "0", "false", "no", "not spam"})
_TEXTS = ("text", "title")
"""Where a text stands, in the order in which they are looked for."""
_DELIMITERS = ",;\t|"


def read_examples(path: Path, ham: Collection[str] = ()) -> list[Example]:
    """Return the rows of a file with the columns `text` and `label`; or raise Invalid.

    Titles are its texts where it has no other. `ham` are more labels that mean it.
    """
    if path.stat().st_size > _MOST_BYTES:
        raise Invalid(f"{path.name} is larger than {_MOST_BYTES // 1_000_000} MB.")
    examples = list(
        _rows(path.name, decoded(path.read_bytes()), _HAM.union(map(_plain, ham)))
    )
    if not examples:
        raise Invalid(f"{path.name} has no rows with a label.")
    return examples


def decoded(data: bytes) -> str:
    """Return text of UTF-8 or UTF-16, with or without a mark, or else of Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _plain(label: str) -> str:
    return label.strip().lower()


def _rows(name: str, text: str, ham: Collection[str]) -> Iterator[Example]:
    first = text.lstrip().partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    before = csv.field_size_limit(_LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns: tuple[int, int] | None = None
    try:
        for row in reader:
            if not any(field.strip() for field in row):
                continue
            if columns is None:
                columns = _columns(name, row)
            elif _is_labelled(row, columns):
                yield _example(f"{name}, line {reader.line_num}", row, columns, ham)
    except csv.Error as error:
        raise Invalid(f"{name}, line {reader.line_num}: {error}.") from None
    finally:
        csv.field_size_limit(before)  # it holds for the whole process


def _columns(name: str, header: list[str]) -> tuple[int, int]:
    names = [_plain(field) for field in header]
    texts = [names.index(one) for one in _TEXTS if one in names]
    if not texts or "label" not in names:
        missing, seen = "label" if texts else "text", ", ".join(names)[:200]
        raise Invalid(
            f"{name} has no column “{missing}”; its first line names: {seen}."
        )
    return texts[0], names.index("label")


def _is_labelled(row: list[str], columns: tuple[int, int]) -> bool:
    """Whether anybody judged a text: one without a label is left out."""
    label = columns[1]
    return label >= len(row) or bool(row[label].strip())


def _example(
    where: str, row: list[str], columns: tuple[int, int], ham: Collection[str]
) -> Example:
    if max(columns) >= len(row):
        raise Invalid(f"{where}: there are too few columns.")
    text, label = (row[column] for column in columns)
    if _plain(label) in ham:
        return Example(text, is_spam=False)
    if _plain(label) in _SPAM:
        return Example(text, is_spam=True)
    told = label.strip()[:40]
    raise Invalid(
        f"{where}: the label is “{told}”, and must be spam or ham. "
        f"--ham “{told}” counts it as ham."
    )
