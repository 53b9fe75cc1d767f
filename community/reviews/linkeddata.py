"""A product with its reviews, or one of them, as schema.org tells it, for search engines. Pure.

Google asks of a Product its name and one of review, aggregateRating and offers; of an
AggregateRating its value and count; of a Review its author and rating, and where it
stands by itself what it is about, with a name.
"""

from collections.abc import Sequence
from typing import Any

from community.catalog.models import Product
from community.core.text import plain_text
from community.core.visibility import State
from community.reviews.dimensions import MOST
from community.reviews.reading import ReviewView, stars_text
from community.reviews.scoring import Score

_CONTEXT = "https://schema.org"


def linked_data(
    product: Product, score: Score, reviews: Sequence[ReviewView], *, base_url: str
) -> dict[str, Any] | None:
    """Return the JSON-LD of a page; None while there is nothing to tell.

    The figures are those that the page prints.
    """
    if not reviews:
        return None
    data = rated_product(product, score, base_url + reviews[0].product_url)
    if data is None:
        return None
    return {**data, "review": [_review_data(one, base_url) for one in reviews]}


def rated_product(product: Product, score: Score, url: str) -> dict[str, Any] | None:
    """Return the JSON-LD of a page that prints the score alone; None while there is none."""
    if score.value is None:
        return None
    return {
        "@context": _CONTEXT,
        **_product_data(product, url),
        "aggregateRating": {
            "@type": "AggregateRating",
            "ratingValue": stars_text(score.value),
            "reviewCount": score.reviews,
            "bestRating": MOST,
            "worstRating": 1,
        },
    }


def linked_review(one: ReviewView, *, base_url: str) -> dict[str, Any] | None:
    """Return the JSON-LD of the page of one review; None for what is not public."""
    if one.review.state is not State.PUBLIC:
        return None
    return {
        "@context": _CONTEXT,
        **_review_data(one, base_url),
        "itemReviewed": _product_data(one.product, base_url + one.product_url),
    }


def _product_data(product: Product, url: str) -> dict[str, Any]:
    data: dict[str, Any] = {"@type": "Product", "name": product.name, "url": url}
    if product.vendor is not None:
        data["brand"] = {"@type": "Brand", "name": product.vendor.name}
    if product.category is not None:
        data["category"] = product.category.name
    return data


def _review_data(one: ReviewView, base_url: str) -> dict[str, Any]:
    return {
        "@type": "Review",
        "url": f"{base_url}{one.url}",
        "author": {"@type": "Person", "name": one.author},
        "datePublished": one.review.created_at.date().isoformat(),
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": one.overall,
            "bestRating": MOST,
            "worstRating": 1,
        },
        "reviewBody": " ".join(
            plain_text(text) for text in (one.review.good_html, one.review.bad_html)
        ),
    }
