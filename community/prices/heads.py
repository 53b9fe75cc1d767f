"""The head of a product's pages: its names, what to do, and the tabs between the pages."""

from dataclasses import dataclass
from enum import StrEnum

from community.catalog.alerts import Alert, alert_of
from community.catalog.kinds import MODEL_LABELS
from community.catalog.models import Product
from community.catalog.paths import category_path, product_path, vendor_path
from community.catalog.wanted import wanted_words
from community.reviews.reading import drawn_stars, stars_text
from community.reviews.scorecard import counted_words
from community.reviews.scoring import Score

_ON_THE_MARKET = "Many vendors sell this alike; prices are compared across them."


MOST_COUNTED = 100


class Page(StrEnum):
    """The pages about a product, by the end of their address."""

    PAID = ""
    QUESTIONS = "questions"
    REVIEWS = "reviews"
    LIST_PRICES = "list-prices"
    STATEMENTS = "statements"
    """What its vendor says; a page of the slice above."""


_LABELS = {
    Page.PAID: "What buyers pay",
    Page.QUESTIONS: "Questions",
    Page.REVIEWS: "Reviews",
    Page.LIST_PRICES: "List price",
    Page.STATEMENTS: "From the vendor",
}


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Reviewed:
    """The score in one line: "★★★★☆ 4.1 · 38 reviews"."""

    drawn: str
    value: str
    count: str


@dataclass(frozen=True)
class Head:
    """What templates/prices/_head.html reads."""

    name: str
    vendor: str
    vendor_id: int
    vendor_url: str
    category: str
    category_url: str
    model: str
    note: str
    is_market: bool
    url: str
    public_id: str
    tabs: tuple[Tab, ...]
    wanted: str
    """Who would like to know the price, "" if it is not told."""
    score: Score
    reviewed: Reviewed | None
    alert: Alert | None

    @property
    def questions_url(self) -> str:
        return f"{self.url}{Page.QUESTIONS}"

    @property
    def feed_url(self) -> str:
        return f"/feeds{self.url.rstrip('/')}.atom"

    @property
    def picture_url(self) -> str:
        return f"{self.url}picture.png"

    @property
    def reviews_url(self) -> str:
        return f"{self.url}{Page.REVIEWS}"

    @property
    def shortlist_url(self) -> str:
        return f"/rooms/shortlist?product={self.public_id}"

    @property
    def review_url(self) -> str:
        return f"/reviews/new?product={self.public_id}"

    @property
    def list_url(self) -> str:
        return f"{self.url}{Page.LIST_PRICES}"

    @property
    def breakdowns_url(self) -> str:
        return f"{self.url}breakdowns"

    @property
    def compare_url(self) -> str:
        return f"/compare?p={self.url.removeprefix('/prices/').rstrip('/')}"

    @property
    def ask_url(self) -> str:
        return f"/questions/ask?product={self.public_id}"

    @property
    def share_url(self) -> str:
        return f"/deals/new?product={self.public_id}"


def head_of(product: Product, *, here: Page, questions: int, score: Score) -> Head:
    """Return the head of `product` on the page `here`; `questions` are about it."""
    url = product_path(product)
    vendor, category = product.vendor, product.category
    counts = {Page.QUESTIONS: _count(questions), Page.REVIEWS: _count(score.reviews)}
    return Head(
        name=product.name,
        vendor="" if vendor is None else vendor.name,
        vendor_id=0 if vendor is None else vendor.id,
        vendor_url="" if vendor is None else vendor_path(vendor),
        category="" if category is None else category.name,
        category_url="" if category is None else category_path(category),
        model=MODEL_LABELS[product.pricing_model],
        note=_ON_THE_MARKET if product.is_market else "",
        is_market=product.is_market,
        url=url,
        public_id=product.public_id,
        tabs=tuple(
            Tab(_label(page, counts.get(page, "")), f"{url}{page.value}", page is here)
            for page in Page
            if page is not Page.STATEMENTS or vendor is not None
        ),
        wanted=wanted_words(product.wanted),
        score=score,
        reviewed=_reviewed(score),
        alert=alert_of(vendor),
    )


def _label(page: Page, count: str) -> str:
    return f"{_LABELS[page]} · {count}" if count else _LABELS[page]


def _count(found: int) -> str:
    """Return how many stand in a tab: counted no further than anybody cares."""
    if not found:
        return ""
    return str(found) if found < MOST_COUNTED else f"{MOST_COUNTED - 1}+"


def _reviewed(score: Score) -> Reviewed | None:
    if score.value is None:
        return None
    return Reviewed(
        drawn=drawn_stars(score.value),
        value=stars_text(score.value),
        count=counted_words(score.reviews),
    )
