"""The addresses of reviews, made without a request: rows and mails need them too."""

from community.catalog.models import Product
from community.catalog.paths import product_path


def review_path(public_id: str) -> str:
    """Return the permanent address of a review."""
    return f"/reviews/{public_id}"


def reviews_path(product: Product) -> str:
    """Return the page with all reviews of a product."""
    return f"{product_path(product)}reviews"
