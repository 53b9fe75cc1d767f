"""From a document to what an index holds of it: stems, names, labels and a record. Pure."""

from collections.abc import Iterable
from typing import NamedTuple

from community.core.ports import SearchDocument
from search.engines.protocol import Key
from search.engines.records import labels_of, names_of, record_of
from search.engines.whoosh_stems import stems_of_body, stems_of_title
from search.words import words_of

_LONGEST_BODY = 200_000
"""Characters of a text that are indexed."""


class Analysed(NamedTuple):
    """A document as both engines write it."""

    key: Key
    title: list[str]
    body: list[str]
    names: str
    """What it is called, a name a line."""
    name_words: list[str]
    labels: list[str]
    record: bytes


def analysed(document: SearchDocument) -> Analysed:
    """Return what is indexed of a document."""
    text = "\n".join((*document.extra.values(), document.body))[:_LONGEST_BODY]
    title, body = stems_of_title(document.title), stems_of_body(text)
    names = names_of(document)
    return Analysed(
        Key(document.kind, document.object_id),
        title,
        body,
        "\n".join(names),
        list(_unique(word for name in names for word in words_of(name))),
        labels_of(document),
        record_of(document, title, body),
    )


def _unique(words: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(words)
