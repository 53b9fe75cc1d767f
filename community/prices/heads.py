"""The head of a product's pages: its names, what to do, and the tabs between the pages."""

from dataclasses import dataclass

from community.catalog.kinds import MODEL_LABELS
from community.catalog.models import Product
from community.catalog.paths import category_path, product_path, vendor_path

_ON_THE_MARKET = "Many vendors sell this alike; prices are compared across them."


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Head:
    """What templates/prices/_head.html reads."""

    name: str
    vendor: str
    vendor_url: str
    category: str
    category_url: str
    model: str
    note: str
    is_market: bool
    url: str
    public_id: str
    tabs: tuple[Tab, ...]

    @property
    def questions_url(self) -> str:
        return f"{self.url}questions"

    @property
    def list_url(self) -> str:
        return f"{self.url}list-prices"

    @property
    def ask_url(self) -> str:
        return f"/questions/ask?product={self.public_id}"

    @property
    def share_url(self) -> str:
        return f"/deals/new?product={self.public_id}"


def head_of(product: Product, *, here: str) -> Head:
    """Return the head of `product`; `here` is the label of the tab that is open."""
    url = product_path(product)
    ways = (
        ("What buyers pay", url),
        ("Questions", f"{url}questions"),
        ("List price", f"{url}list-prices"),
    )
    vendor, category = product.vendor, product.category
    return Head(
        name=product.name,
        vendor="" if vendor is None else vendor.name,
        vendor_url="" if vendor is None else vendor_path(vendor),
        category="" if category is None else category.name,
        category_url="" if category is None else category_path(category),
        model=MODEL_LABELS[product.pricing_model],
        note=_ON_THE_MARKET if product.is_market else "",
        is_market=product.is_market,
        url=url,
        public_id=product.public_id,
        tabs=tuple(Tab(label, path, label == here) for label, path in ways),
    )
