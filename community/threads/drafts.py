"""What somebody typed, cleaned and checked: the title, text and tags of a post."""

import re
from dataclasses import dataclass

from community.core.errors import Invalid
from community.core.text import (
    clean_block,
    clean_line,
    has_huge_tables,
    plain_text,
    slugify,
)

MIN_TITLE, MAX_TITLE = 15, 150
MIN_BODY, MAX_BODY = 20, 20_000
MOST_TAGS, MAX_TAG = 5, 30

_TAG_SEPARATORS = re.compile(r"[\s,;]+")
_NO_SLUG = "-"
_PAGES = frozenset({"close", "duplicates", "first-new"})
"""What stands in a slug's place in addresses of other pages about a question."""


@dataclass(frozen=True)
class Draft:
    """A question as typed; `checked` returns it clean or raises Invalid."""

    title: str
    body: str
    tags: str = ""
    product_id: int | None = None
    vendor_id: int | None = None


@dataclass(frozen=True)
class CleanDraft:
    """A question that may be posted."""

    title: str
    slug: str
    body: str
    tags: tuple[str, ...]
    product_id: int | None
    vendor_id: int | None


def checked(draft: Draft) -> CleanDraft:
    """Return `draft` cleaned; raise one Invalid that names every wrong field."""
    fields: dict[str, str] = {}
    title = clean_line(draft.title)
    body = clean_block(draft.body).strip()
    tags = split_tags(draft.tags)
    wrongs = {
        "title": wrong_title(title),
        "body": wrong_body(body),
        "tags": _wrong_tags(tags),
    }
    fields = {name: sentence for name, sentence in wrongs.items() if sentence}
    if fields:
        raise Invalid("Your question is not posted yet.", fields=fields)
    return CleanDraft(
        title=title,
        slug=slug_of(title),
        body=body,
        tags=tuple(tags),
        product_id=draft.product_id,
        vendor_id=draft.vendor_id,
    )


def slug_of(title: str) -> str:
    slug = slugify(title)
    return f"{slug}-question" if slug in _PAGES else slug


def checked_body(body: str) -> str:
    """Return an answer's text cleaned, or raise Invalid for the field `body`."""
    clean = clean_block(body).strip()
    wrong = wrong_body(clean)
    if wrong:
        raise Invalid("Your answer is not posted yet.", fields={"body": wrong})
    return clean


def wrong_title(title: str) -> str:
    if len(title) < MIN_TITLE:
        return f"Give the title {MIN_TITLE} characters or more: what would you ask a colleague?"
    if len(title) > MAX_TITLE:
        return (
            f"Keep the title to {MAX_TITLE} characters; details belong into the text."
        )
    return ""


def wrong_body(body: str) -> str:
    """Return what is wrong with a text that is clean already, or ""."""
    if len(body) > MAX_BODY:
        return f"Keep the text to {MAX_BODY:,} characters; yours has {len(body):,}."
    # Counted without what nobody sees: spaces, zero-width and control characters.
    if len(clean_line(body)) < MIN_BODY:
        return f"Write {MIN_BODY} characters or more, so that others can help."
    if has_huge_tables(body):
        return "The tables in this text are too large. Show less of them."
    return ""


def require_words(html: str) -> None:
    """Raise Invalid for a text that shows nothing once it is rendered."""
    if not clean_line(plain_text(html)):
        raise Invalid(
            "Your text is not posted yet.",
            fields={"body": "Nothing of this text would be seen. Write it as words."},
        )


def split_tags(typed: str) -> list[str]:
    """Return the tags in `typed` in kebab-case, each once, in the order of typing."""
    words = [word for word in _TAG_SEPARATORS.split(clean_line(typed)) if word]
    return list(dict.fromkeys(slugify(word) for word in words))


def is_tag(name: str) -> bool:
    """Whether `name` is written as tags are."""
    return name != _NO_SLUG and len(name) <= MAX_TAG and slugify(name) == name


def _wrong_tags(tags: list[str]) -> str:
    if len(tags) > MOST_TAGS:
        return f"Give {MOST_TAGS} tags at most."
    if _NO_SLUG in tags:
        return "A tag needs letters (a to z) or digits."
    if any(len(tag) > MAX_TAG for tag in tags):
        return f"Keep each tag to {MAX_TAG} characters."
    return ""
