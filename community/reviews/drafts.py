"""A review as typed, cleaned and checked: who says it, the stars, the two texts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from community.catalog.disclosure import (
    INCENTIVE_LABELS,
    INCENTIVE_SOURCE_LABELS,
    RELATIONSHIP_LABELS,
    Incentive,
    IncentiveSource,
    Relationship,
)
from community.core.errors import Invalid
from community.core.text import (
    clean_block,
    clean_line,
    has_huge_tables,
    plain_text,
    render_markdown,
)
from community.reviews.dimensions import MOST, SCALES, Dimension, star_words

MIN_TEXT, MAX_TEXT = 20, 5_000
MAX_HTML = 50_000
"""Rendered characters: Markdown's tables can grow to many times what was typed."""

NOT_YET = "Your review is not saved yet."
_SELLERS = {
    Relationship.VENDOR: "Who makes or sells a product doesn’t review it: your "
    "representative may respond to each review.",
    Relationship.COMPETITOR: "Who competes with a product doesn’t review it.",
}


@dataclass(frozen=True)
class Draft:
    """What somebody typed; `checked` returns it clean or raises Invalid."""

    relationship: Relationship
    incentive: Incentive
    ratings: Mapping[Dimension, int | None]
    good: str
    bad: str
    incentive_from: IncentiveSource | None = None


def checked(draft: Draft) -> Draft:
    """Return `draft` cleaned; raise one Invalid that names every wrong field."""
    clean = replace(
        draft,
        good=clean_block(draft.good).strip(),
        bad=clean_block(draft.bad).strip(),
        incentive_from=None
        if draft.incentive is Incentive.NONE
        else draft.incentive_from,
    )
    wrongs = {
        "relationship": _SELLERS.get(clean.relationship, ""),
        "incentive_from": _wrong_source(clean),
        **{one.value: _wrong_stars(one, clean.ratings.get(one)) for one in Dimension},
        "good": wrong_text(clean.good),
        "bad": wrong_text(clean.bad),
    }
    fields = {name: sentence for name, sentence in wrongs.items() if sentence}
    if fields:
        raise Invalid(NOT_YET, fields=fields)
    return clean


def _wrong_source(draft: Draft) -> str:
    if draft.incentive is not Incentive.NONE and draft.incentive_from is None:
        return "Say who gave it."
    return ""


def _wrong_stars(dimension: Dimension, stars: int | None) -> str:
    if stars is None:
        return "" if SCALES[dimension].may_be_unknown else "Choose one to five stars."
    return "" if 1 <= stars <= MOST else "Choose one to five stars."


def wrong_text(text: str) -> str:
    """Return what is wrong with a text that is clean already, or ""."""
    if len(text) > MAX_TEXT:
        return f"Keep the text to {MAX_TEXT:,} characters; yours has {len(text):,}."
    # Counted without what nobody sees: spaces, zero-width and control characters.
    if len(clean_line(text)) < MIN_TEXT:
        return f"Write {MIN_TEXT} characters or more, so that others can weigh it."
    if has_huge_tables(text):
        return "The tables in this text are too large. Show less of them."
    return ""


def rendered(field: str, source: str, refusal: str = NOT_YET) -> str:
    """Return the HTML of a text; raise Invalid when it shows nothing or far too much."""
    html = render_markdown(source)
    if not clean_line(plain_text(html)):
        wrong = "Nothing of this text would be seen. Write it as words."
        raise Invalid(refusal, fields={field: wrong})
    if len(html) > MAX_HTML:
        wrong = (
            "This text grows too large when it is shown. Use fewer tables and links."
        )
        raise Invalid(refusal, fields={field: wrong})
    return html


def incentive_words(incentive: Incentive, source: IncentiveSource | None) -> str:
    """Return what somebody got for a review: "A gift, from the vendor"."""
    words = INCENTIVE_LABELS[incentive]
    if source is None:
        return words
    giver = INCENTIVE_SOURCE_LABELS[source]
    return f"{words}, from {giver[0].lower()}{giver[1:]}"


def facts_of(draft: Draft) -> str:
    """Return everything but the texts, a line each: what a version is compared by."""
    return "\n".join(
        (
            f"Relationship: {RELATIONSHIP_LABELS[draft.relationship]}",
            f"Got for it: {incentive_words(draft.incentive, draft.incentive_from)}",
            *(
                f"{scale.label}: {star_words(one, draft.ratings.get(one))}"
                for one, scale in SCALES.items()
            ),
        )
    )
