"""Which of a product's published series an address asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from community.catalog.models import Product
from community.core.errors import BadRequest
from community.core.text import slugify
from community.prices.snapshot import Figures
from community.prices.wording import per_words, series_words

PARAMETER = "series"
_ANY_EDITION = "any"
_JOINT = "."


@dataclass(frozen=True)
class Option:
    """One published series: its word in an address, and how a reader reads it."""

    word: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class Chosen:
    """The series that is shown, and all that could be."""

    figures: Figures
    word: str
    options: tuple[Option, ...]
    published: Sequence[Figures]


def choose(
    published: Sequence[Figures], product: Product, said: Mapping[str, str]
) -> Chosen | None:
    """Return the published series that `said` names, the largest by default.

    None when nothing is published. Only published series are known: any other raises
    BadRequest, for a product without figures as for one with (P11).
    """
    words = _words(published, product)
    asked = said.get(PARAMETER, "")
    if asked and asked not in words:
        raise BadRequest("No prices by that name are published here.")
    if not published:
        return None
    found = words.index(asked) if asked else 0
    texts = _texts(published, product)
    return Chosen(
        figures=published[found],
        word=words[found],
        options=tuple(
            Option(word, text, number == found)
            for number, (word, text) in enumerate(zip(words, texts, strict=True))
        ),
        published=published,
    )


def _words(published: Sequence[Figures], product: Product) -> list[str]:
    """Return one word for each series: "professional.renewal.commercial.per-user-and-year"."""
    words: list[str] = []
    seen: dict[str, int] = {}
    for one in published:
        series = one.series
        parts = (
            _ANY_EDITION if series.plan is None else slugify(series.plan.name),
            series.stage.value,
            series.channel.value,
            slugify(per_words(series, product)),
        )
        word = _JOINT.join(parts)
        same = seen[word] = seen.get(word, 0) + 1
        words.append(word if same == 1 else f"{word}-{same}")
    return words


def _texts(published: Sequence[Figures], product: Product) -> list[str]:
    """Return how each series reads; what it is per, only where that differs."""
    per = [per_words(one.series, product) for one in published]
    names = [series_words(one.series) for one in published]
    if len(set(per)) == 1:
        return names
    return [f"{name}, {unit}" for name, unit in zip(names, per, strict=True)]
