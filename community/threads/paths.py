"""The addresses of threads, made without a request: rows and mails need them too."""

from community.catalog.kinds import MARKET_SLUG


def thread_path(public_id: str, slug: str) -> str:
    return f"/questions/{public_id}/{slug}"


def post_path(public_id: str) -> str:
    """Return the permanent address of a post, on whichever page it stands."""
    return f"/questions/posts/{public_id}"


def subject_path(vendor_slug: str | None, product_slug: str | None) -> str:
    """Return the page of the product or vendor that a question is about."""
    vendor = vendor_slug or MARKET_SLUG
    return f"/prices/{vendor}/{product_slug}/" if product_slug else f"/prices/{vendor}/"
