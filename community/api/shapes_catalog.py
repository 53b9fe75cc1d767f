"""The shapes of the catalogue, of published prices, and of those on public record."""

from typing import Annotated

from pydantic import Field

from community.api.shapes import (
    AmountText,
    Day,
    Html,
    Instant,
    Listed,
    Paged,
    PublicIdText,
    Shape,
    Slug,
)
from community.records.queries import Sort as RecordSort

Letter = Annotated[
    str, Field(pattern=r"^([a-z]|other)$", description="“a” to “z”, or “other”.")
]


class Category(Shape):
    slug: Slug
    name: str
    description: str
    products: int


class VendorName(Shape):
    slug: Slug
    name: str


class Vendor(VendorName):
    """Who sells; `alert` is what moderators warn of."""

    id: PublicIdText
    products: int
    alert: str | None
    alert_answer: str | None
    url: str


class Plan(Shape):
    id: PublicIdText
    name: str
    is_add_on: bool


class Product(Shape):
    """What is sold; without a vendor it is what many sell alike, below “market”."""

    id: PublicIdText
    vendor_slug: Slug
    slug: Slug
    name: str
    vendor: VendorName | None
    category: str | None
    pricing_model: str
    metric: str
    metric_period: str
    unit: str
    unit_quantity: int
    url: str


class ProductDetails(Product):
    plans: list[Plan]


class Categories(Shape):
    items: list[Category]


class Vendors(Listed[Vendor]):
    """A page of vendors by name."""


class Products(Listed[Product]):
    """A page of products by name."""


class VendorsQuery(Paged):
    letter: Letter | None = None


class ProductsQuery(Paged):
    letter: Letter | None = None
    category: Slug | None = None
    vendor: Slug | None = None


class Band(Shape):
    """A bar of a histogram: null where it is open, and the share in per cent."""

    low: AmountText | None
    high: AmountText | None
    percent: float


class Figure(Shape):
    """A published median, and what stands beside it where enough organisations told."""

    organisations: Annotated[str, Field(examples=["10–19"])]
    median: AmountText
    p25: AmountText | None
    p75: AmountText | None
    p10: AmountText | None
    p90: AmountText | None
    interval_low: AmountText | None
    interval_high: AmountText | None
    confidence: str | None
    percent_per_year: int | None
    bands: list[Band]


class Part(Shape):
    label: str
    organisations: str
    median: AmountText


class Breakdown(Shape):
    dimension: str
    parts: list[Part]


class Besides(Shape):
    """A median of its own: one-time fees, or a change of the price in per cent."""

    kind: str
    organisations: str
    median: str


class Said(Shape):
    """What most, some and few buyers answered."""

    about: str
    answers: list[list[str]]


class Series(Shape):
    """What one figure is of."""

    name: str
    plan: str | None
    pricing_model: str
    metric: str
    stage: str
    channel: str
    currency: str
    per: str
    unit_quantity: int


class Published(Shape):
    series: Series
    released_on: Day
    total: Figure
    breakdowns: list[Breakdown]
    besides: list[Besides]
    said: list[Said]


class Prices(Shape):
    """What is published of a product; nothing where nothing may be, whatever the reason."""

    published: list[Published]
    notes: list[str]


class Card(Shape):
    """A deal that its author shows, as coarse as five organisations look alike."""

    price: str
    per: str
    what: str
    who: str
    handle: str | None
    evidence: str | None


class ListPrice(Shape):
    """What a vendor asked for a plan from a day on; null is on request."""

    plan: str
    valid_from: Day
    amount: AmountText | None
    currency: str
    per_unit: str
    per_period: str
    is_current: bool
    source: str
    source_url: str
    licence: str


class RecordFigures(Shape):
    """Figures of the prices on record in one currency and unit."""

    currency: str
    unit: str
    count: int
    p10: AmountText
    p25: AmountText
    median: AmountText
    p75: AmountText
    p90: AmountText
    first_month: str
    last_month: str
    suppliers: int


class RecordSource(Shape):
    name: str
    url: str
    licence: str
    attribution: str


class RecordRow(Shape):
    """One row of a register, as it stands there."""

    amount: AmountText
    total: AmountText | None
    quantity: str | None
    currency: str
    month: str
    supplier: str
    supplier_slug: Slug
    buyer: str
    description: str


class Records(Shape):
    """Prices on public record: a lane apart from what members report."""

    groups: list[RecordFigures]
    sources: list[RecordSource]
    items: list[RecordRow]
    next: str | None


class Cards(Shape):
    items: list[Card]


class ListPrices(Shape):
    items: list[ListPrice]


class RecordsQuery(Paged):
    measure: Annotated[
        str | None,
        Field(
            pattern=r"^[A-Z]{3}:[a-z0-9 -]{1,40}$",
            description="Of which group: currency and unit, “USD:hour”.",
        ),
    ] = None
    supplier: Slug | None = None
    year: Annotated[str | None, Field(pattern=r"^[12][0-9]{3}$")] = None
    sort: RecordSort = RecordSort.NEWEST


class Statement(Shape):
    """What a vendor states, signed."""

    id: PublicIdText
    heading: str
    html: Html
    about: str
    signature: str
    created_at: Instant
    edited_at: Instant | None


class Statements(Listed[Statement]):
    """A page of statements, the newest first."""
