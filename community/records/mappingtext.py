"""Mappings out of TOML; what is wrong with one is said with the name of its key."""

import tomllib
from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from community.catalog.kinds import PricingModel
from community.core.clock import parse_month
from community.core.errors import Invalid
from community.core.text import clean_line
from community.records.decoding import ENCODINGS
from community.records.files import FileOptions
from community.records.kinds import NAME_LENGTH, NOTE_LENGTH, URL_LENGTH
from community.records.mapping import (
    LIST_FIELDS,
    RECORD_FIELDS,
    Field,
    FieldRule,
    Filter,
    Kind,
    Mapping,
    ProductInfo,
    SourceInfo,
    Style,
    require_complete,
)

LONGEST = 100_000
"""Characters of a mapping."""
_MOST_PAIRS = 2_000
_MOST_SKIPPED = 1_000
_TEXT = 200

E = TypeVar("E", bound=StrEnum)


class _Table:
    """One table of the document; each key is taken once, what is left is unknown."""

    def __init__(self, data: object, path: str) -> None:
        if not isinstance(data, dict):
            raise _wrong(path, "must be a table")
        self._left = dict(data)
        self._path = path

    def name(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key

    def take(self, key: str, check: Callable[[object, str], Any], default: Any) -> Any:
        if key not in self._left:
            return default
        return check(self._left.pop(key), self.name(key))

    def text(self, key: str, most: int = _TEXT) -> str:
        return str(self.take(key, lambda v, n: _text(v, n, most), ""))

    def flag(self, key: str) -> bool:
        return bool(self.take(key, _flag, default=False))

    def table(self, key: str) -> "_Table":
        return _Table(self._left.pop(key, {}), self.name(key))

    def names(self) -> list[str]:
        return list(self._left)

    def close(self) -> None:
        if self._left:
            raise _wrong(self.name(next(iter(self._left))), "is not known here")


def parse_mapping(text: str) -> Mapping:
    """Return the mapping that a TOML document describes; Invalid says what is wrong."""
    if len(text) > LONGEST:
        raise Invalid("That mapping is too long.")
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Invalid(f"That is no TOML: {error}.") from None
    top = _Table(data, "")
    kind = top.take("kind", lambda v, n: _member(Kind, v, n), Kind.RECORDS)
    mapping = Mapping(
        kind=kind,
        market=top.flag("market"),
        divide=top.flag("divide"),
        source=_source(top.table("source")),
        product=_product(top.table("product")),
        fields=_fields(top.table("fields"), kind),
        filters=tuple(top.take("filters", _filters, ())),
        **_file(top.table("file")),
    )
    top.close()
    require_complete(mapping)
    return mapping


def _source(table: _Table) -> SourceInfo:
    found = SourceInfo(
        name=table.text("name", NAME_LENGTH),
        url=table.text("url", URL_LENGTH),
        licence=table.text("licence", NAME_LENGTH),
        attribution=table.text("attribution", NOTE_LENGTH),
        note=table.text("note", NOTE_LENGTH),
        published=table.text("published"),
    )
    table.close()
    if found.url and not found.url.startswith(("https://", "http://")):
        raise _wrong("source.url", "must begin with https:// or http://")
    if found.published:
        parse_month(found.published)
    return found


def _product(table: _Table) -> ProductInfo:
    found = ProductInfo(
        model=table.take(
            "model", lambda v, n: _member(PricingModel, v, n), PricingModel.SEAT
        ),
        unit=table.text("unit", 60),
        category=table.text("category"),
    )
    table.close()
    return found


def _file(table: _Table) -> dict[str, Any]:
    options = FileOptions(
        encoding=table.text("encoding"),
        delimiter=str(table.take("delimiter", _one_character, "")),
        skip_lines=int(table.take("skip_lines", _small_number, 0)),
    )
    decimal = table.text("decimal")
    table.close()
    if options.encoding and options.encoding not in ENCODINGS:
        raise _wrong("file.encoding", "must be one of " + ", ".join(ENCODINGS))
    if decimal not in {"", ".", ","}:
        raise _wrong("file.decimal", "must be a point or a comma")
    return {"file": options, "decimal": decimal}


def _fields(table: _Table, kind: Kind) -> tuple[tuple[Field, FieldRule], ...]:
    allowed = LIST_FIELDS if kind is Kind.LIST_PRICES else RECORD_FIELDS
    found = []
    for key in table.names():
        if key not in {one.value for one in allowed}:
            raise _wrong(table.name(key), f"is no field of {kind}")
        found.append((Field(key), _rule(table.table(key))))
    order = list(Field)
    return tuple(sorted(found, key=lambda one: order.index(one[0])))


def _rule(table: _Table) -> FieldRule:
    rule = FieldRule(
        column=table.text("column"),
        template=table.text("template", NOTE_LENGTH),
        value=table.text("value"),
        translate=tuple(table.take("translate", _translations, ())),
        contains=tuple(table.take("contains", _pairs, ())),
        only=table.flag("only"),
        style=table.take("style", lambda v, n: _member(Style, v, n), Style.AS_IS),
        format=table.text("format"),
    )
    table.close()
    return rule


def _filters(value: object, name: str) -> list[Filter]:
    if not isinstance(value, list):
        raise _wrong(name, "must be a list of tables")
    found = []
    for number, one in enumerate(value, 1):
        table = _Table(one, f"{name}[{number}]")
        only, never = (table.take(key, _texts, []) for key in ("only", "never"))
        found.append(
            Filter(
                table.text("column"),
                tuple(text.casefold() for text in only),
                tuple(text.casefold() for text in never),
            )
        )
        table.close()
        if not found[-1].column:
            raise _wrong(f"{name}[{number}]", "needs a column")
    return found


def _text(value: object, name: str, most: int = _TEXT) -> str:
    if not isinstance(value, str):
        raise _wrong(name, "must be a text in quotes")
    if len(value) > most:
        raise _wrong(name, f"may have {most} characters")
    return clean_line(value)


def _flag(value: object, name: str) -> bool:
    if not isinstance(value, bool):
        raise _wrong(name, "must be true or false")
    return value


def _texts(value: object, name: str) -> list[str]:
    if not isinstance(value, list) or len(value) > _MOST_PAIRS:
        raise _wrong(name, "must be a list of texts")
    return [_text(one, name) for one in value]


def _translations(value: object, name: str) -> list[tuple[str, str]]:
    if not isinstance(value, dict) or len(value) > _MOST_PAIRS:
        raise _wrong(name, "must be a table of texts")
    return [
        (_text(key, name).casefold(), _text(one, name)) for key, one in value.items()
    ]


def _pairs(value: object, name: str) -> list[tuple[str, str]]:
    if not isinstance(value, list) or len(value) > _MOST_PAIRS:
        raise _wrong(name, "must be a list of pairs")
    pairs = []
    for one in value:
        texts = _texts(one, name)
        if len(texts) != 2 or not texts[0]:
            raise _wrong(
                name, "must be a list of pairs: what is looked for, and what it means"
            )
        pairs.append((texts[0].casefold(), texts[1]))
    return pairs


def _one_character(value: object, name: str) -> str:
    if not isinstance(value, str) or len(value) != 1 or value in '"\r\n\x00':
        raise _wrong(name, "must be one character")
    return value


def _small_number(value: object, name: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _wrong(name, "must be a number")
    if not 0 <= value <= _MOST_SKIPPED:
        raise _wrong(name, f"must be between 0 and {_MOST_SKIPPED}")
    return value


def _member(kind: type[E], value: object, name: str) -> E:
    try:
        return kind(value)  # type: ignore[arg-type]
    except ValueError:
        known = ", ".join(one.value for one in kind if one.value)
        raise _wrong(name, f"must be one of {known}") from None


def _wrong(name: str, what: str) -> Invalid:
    return Invalid(f"“{name[:80] or 'the document'}” {what}.")
