"""What a post says, as rules need it: its words, its HTML, the subject that it is about."""

from dataclasses import replace

from community.catalog.models import Product, Vendor
from community.core.db import db
from community.core.errors import Invalid
from community.core.screening import watched
from community.core.text import render_markdown
from community.core.visibility import State
from community.threads.drafts import (
    CleanDraft,
    Draft,
    checked,
    checked_body,
    require_words,
)
from community.threads.mentions import linked, linked_to_vendors

MAX_HTML = 200_000
"""Rendered characters: Markdown's tables can grow to many times what was typed."""


def checked_question(draft: Draft) -> CleanDraft:
    """Return a question as it may be posted; raise Invalid for what may not."""
    clean = checked(draft)
    words = {"title": clean.title, "body": clean.body}
    said = watched(words, "Your question is not posted yet.")
    if said == words:
        return clean
    return checked(replace(draft, title=said["title"], body=said["body"]))


def checked_answer(body: str) -> str:
    """Return an answer's text as it may be posted; raise Invalid for what may not."""
    said = watched({"body": checked_body(body)}, "Your answer is not posted yet.")
    return checked_body(said["body"])


def rendered(source: str) -> str:
    """Return the HTML of a post; raise Invalid when it shows nothing or far too much."""
    return _checked(linked(render_markdown(source)))


def previewed(source: str) -> str:
    """Return what rendered() would, or raise so, without links to those who are named."""
    return _checked(linked_to_vendors(render_markdown(source)))


def _checked(html: str) -> str:
    require_words(html)
    if len(html) > MAX_HTML:
        raise Invalid(
            "Your text is not posted yet.",
            fields={
                "body": "The tables in this text are too large. Show less of them."
            },
        )
    return html


def subject_of(clean: CleanDraft) -> tuple[int | None, int | None]:
    """Return the product and its vendor, or the vendor alone, that a question is about."""
    if clean.product_id is not None:
        product = db.session.get(Product, clean.product_id)
        if product is not None and product.state is State.PUBLIC:
            return product.id, product.vendor_id
    elif clean.vendor_id is None:
        return None, None
    else:
        vendor = db.session.get(Vendor, clean.vendor_id)
        if vendor is not None and vendor.state is State.PUBLIC:
            return None, vendor.id
    raise Invalid(
        "Your question is not posted yet.",
        fields={"product": "We don't know that product. Choose one from the list."},
    )
