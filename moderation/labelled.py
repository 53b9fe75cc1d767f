"""Texts that people called spam or ham, from a CSV file as it comes."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from community.core.errors import Invalid
from moderation.spam import Example

_MOST_BYTES = 200_000_000
_LONGEST_FIELD = 10_000_000
_LABELS = {"spam": True, "ham": False}
_DELIMITERS = ",;\t|"


def read_examples(path: Path) -> list[Example]:
    """Return the rows of a file with the columns `text` and `label`; or raise Invalid."""
    if path.stat().st_size > _MOST_BYTES:
        raise Invalid(f"{path.name} is larger than {_MOST_BYTES // 1_000_000} MB.")
    examples = list(_rows(path.name, decoded(path.read_bytes())))
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


def _rows(name: str, text: str) -> Iterator[Example]:
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
                yield _example(name, reader.line_num, row, columns)
    except csv.Error as error:
        raise Invalid(f"{name}, line {reader.line_num}: {error}.") from None
    finally:
        csv.field_size_limit(before)  # it holds for the whole process


def _columns(name: str, header: list[str]) -> tuple[int, int]:
    names = [field.strip().lower() for field in header]
    missing = [one for one in ("text", "label") if one not in names]
    if missing:
        seen = ", ".join(names)[:200]
        raise Invalid(
            f"{name} has no column “{missing[0]}”; its first line names: {seen}."
        )
    return names.index("text"), names.index("label")


def _is_labelled(row: list[str], columns: tuple[int, int]) -> bool:
    """Whether anybody judged a text: one without a label is left out."""
    label = columns[1]
    return label >= len(row) or bool(row[label].strip())


def _example(name: str, line: int, row: list[str], columns: tuple[int, int]) -> Example:
    if max(columns) >= len(row):
        raise Invalid(f"{name}, line {line}: there are too few columns.")
    text, label = (row[column] for column in columns)
    is_spam = _LABELS.get(label.strip().lower())
    if is_spam is None:
        raise Invalid(
            f"{name}, line {line}: the label is “{label.strip()[:40]}”, "
            "and must be spam or ham."
        )
    return Example(text, is_spam)
