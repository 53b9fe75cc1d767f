"""What an engine remembers of each document besides its words: one fixed record. Pure."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from community.core.ports import SearchDocument
from search.engines.whoosh_stems import stems_of_name
from search.selection import (
    AUTHOR,
    KIND,
    PRODUCT,
    TAG,
    TRAIT,
    VENDOR,
    Selection,
    Span,
    Trait,
    label,
)
from search.words import words_of

RECORD = np.dtype(
    [
        ("object_id", "<i8"),
        ("version", "<i8"),
        ("kind", "<u8"),
        ("vendor", "<u8"),
        ("title", "<u8"),
        ("band", "<u8"),
        ("price", "<f8"),
        ("seats_low", "<i4"),
        ("seats_high", "<i4"),
        ("day", "<i4"),
        ("title_length", "<u4"),
        ("body_length", "<u4"),
        ("flags", "<u4"),
    ]
)
"""Names are kept as hashes; what a hash stands for is told by the labels."""

NO_DAY = 0
NO_SEATS = -1
MOST_SEATS = 2**31 - 1
ANSWERED, ASKED, ACCEPTED, VERIFIED = 1, 2, 4, 8

Records = NDArray[np.void]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Columns:
    """The records of some documents, a column at a time; kinds and vendors as codes."""

    object_ids: NDArray[np.int64]
    versions: NDArray[np.int64]
    kinds: NDArray[np.int64]
    kind_names: Sequence[str]
    vendors: NDArray[np.int64]
    vendor_names: Sequence[str]
    titles: NDArray[np.uint64]
    bands: NDArray[np.uint64]
    prices: NDArray[np.float64]
    seats_low: NDArray[np.int32]
    seats_high: NDArray[np.int32]
    days: NDArray[np.int32]
    title_lengths: NDArray[np.uint32]
    body_lengths: NDArray[np.uint32]
    flags: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.object_ids)


_PLAIN = {
    "object_ids": "object_id",
    "versions": "version",
    "titles": "title",
    "bands": "band",
    "prices": "price",
    "seats_low": "seats_low",
    "seats_high": "seats_high",
    "days": "day",
    "title_lengths": "title_length",
    "body_lengths": "body_length",
    "flags": "flags",
}
"""The columns that hold what a field of the record does."""


def columns_of(records: Records, names: Mapping[int, str]) -> Columns:
    """Return the columns of records; `names` says what hashes of names stand for."""
    kinds, kind_codes = np.unique(records["kind"], return_inverse=True)
    vendors, vendor_codes = np.unique(records["vendor"], return_inverse=True)
    plain = {
        column: np.ascontiguousarray(records[field]) for column, field in _PLAIN.items()
    }
    return Columns(
        kinds=kind_codes,
        kind_names=[names.get(int(one), "") for one in kinds],
        vendors=vendor_codes,
        vendor_names=[names.get(int(one), "") for one in vendors],
        **plain,
    )


def joined_columns(parts: Sequence[Columns]) -> Columns:
    """Return the columns of all parts, one behind the other."""
    kinds, kind_names = _joined_codes([(one.kinds, one.kind_names) for one in parts])
    vendors, vendor_names = _joined_codes(
        [(one.vendors, one.vendor_names) for one in parts]
    )
    plain = {
        column: np.concatenate([getattr(one, column) for one in parts])
        for column in _PLAIN
    }
    return Columns(
        kinds=kinds,
        kind_names=kind_names,
        vendors=vendors,
        vendor_names=vendor_names,
        **plain,
    )


def _joined_codes(
    parts: Sequence[tuple[NDArray[np.int64], Sequence[str]]],
) -> tuple[NDArray[np.int64], list[str]]:
    """Return codes and names that are the same in all parts."""
    codes: dict[str, int] = {}
    joined = []
    for numbers, names in parts:
        here = [codes.setdefault(name, len(codes)) for name in names]
        joined.append(np.array(here, np.int64)[numbers])
    return np.concatenate(joined), list(codes)


def fitting(columns: Columns, selection: Selection) -> Mask | None:
    """Return which documents fit the spans and dates of a selection; None: all do."""
    masks = []
    if not selection.price.is_open:
        masks.append(_within(columns.prices, selection.price))
    if not selection.seats.is_open:
        low, high = selection.seats.low, selection.seats.high
        has_seats = columns.seats_low != NO_SEATS
        masks.append(
            has_seats
            & (columns.seats_low <= (np.inf if high is None else high))
            & (columns.seats_high >= (0 if low is None else low))
        )
    if selection.since is not None:
        masks.append(columns.days >= selection.since.toordinal())
    if selection.before is not None:
        before = selection.before.toordinal()
        masks.append((columns.days != NO_DAY) & (columns.days < before))
    return np.logical_and.reduce(masks) if masks else None


def _within(numbers: NDArray[np.float64], span: Span) -> Mask:
    low = -np.inf if span.low is None else span.low
    high = np.inf if span.high is None else span.high
    return np.asarray((numbers >= low) & (numbers <= high))  # NaN is in no span


def hash_of(name: str) -> int:
    """Return 64 bits that stand for `name`; 0 for none."""
    if not name:
        return 0
    digest = hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=8)
    return int.from_bytes(digest.digest(), "little")


def record_of(
    document: SearchDocument, title: Sequence[str], body: Sequence[str]
) -> bytes:
    """Return the record of a document whose stems are given."""
    facts = document.facts
    low, high = facts.seats or (NO_SEATS, NO_SEATS)
    values = (
        document.object_id,
        document.version,
        hash_of(document.kind),
        hash_of(facts.vendor),
        title_hash(words_of(document.title)),
        hash_of(facts.band),
        np.nan if facts.price is None else facts.price,
        min(low, MOST_SEATS),
        MOST_SEATS if high is None else min(high, MOST_SEATS),
        day_of(facts.day),
        len(title),
        len(body),
        _flags(document),
    )
    return np.array([values], RECORD).tobytes()


def title_hash(words: Iterable[str]) -> int:
    """Return what titles of the same telling words in the same order have in common."""
    return hash_of(" ".join(stems_of_name(words)))


def day_of(day: date | None) -> int:
    """Return the number of a day; NO_DAY for none."""
    return NO_DAY if day is None else day.toordinal()


def labels_of(document: SearchDocument) -> list[str]:
    """Return every mark that stands on a document."""
    facts = document.facts
    single = (
        (KIND, document.kind),
        (VENDOR, facts.vendor),
        (PRODUCT, facts.product),
        (AUTHOR, facts.author),
    )
    labels = [label(of, name) for of, name in single if name]
    labels += [label(TAG, name) for name in facts.tags]
    labels += [label(TRAIT, name) for name in facts.traits]
    return labels


def names_of(document: SearchDocument) -> list[str]:
    """Return the names that a document goes by: its title, and what else it is called."""
    others = document.extra.get("names", "").split("\n")
    return [name for name in dict.fromkeys((document.title, *others)) if name]


def _flags(document: SearchDocument) -> int:
    facts = document.facts
    traits = set(facts.traits)
    flags = ANSWERED if Trait.ANSWER in traits else 0
    flags |= ASKED if facts.can_answer else 0
    flags |= ACCEPTED if Trait.ACCEPTED in traits else 0
    flags |= VERIFIED if Trait.VERIFIED in traits else 0
    return flags
