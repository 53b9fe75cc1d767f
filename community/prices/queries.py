"""What the home page and a product's pages show, gathered from the rooms below."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from decimal import Decimal

from community.catalog.access import can_see_product
from community.catalog.models import Product
from community.catalog.paths import product_path
from community.catalog.queries import current_prices, price_history, products_by_id
from community.core.actors import Actor
from community.core.fronts import under_review
from community.prices import snapshot
from community.prices.access import can_see_depth
from community.prices.charts import Picture
from community.prices.choosing import choose
from community.prices.compared import Comparison, compare_products
from community.prices.events import number_of
from community.prices.heads import MOST_COUNTED, Head, Page, head_of
from community.prices.listprices import History, ListPrices, tell
from community.prices.moderated import CARDS, FIGURES
from community.prices.paid import Paid, half_words, paid_of
from community.prices.paidplots import median_of, paid_plot
from community.prices.recordplots import basis_words, middle_half, plot, price_words
from community.prices.showndeals import ShownDeal, shown_deals
from community.prices.telling import alternative_ids
from community.prices.wording import money_words, per_words, series_words
from community.records.panels import Panel, for_product
from community.records.queries import Group, list_largest, list_sources, summaries_of
from community.reviews.queries import get_score
from community.threads import listing as thread_lists
from community.threads.listing import ThreadRow

_QUESTIONS = 5
_CARDS = 6
_NOTES = 20
_ON_HOME = 6
_READ = 30
"""Groups that are read to find those of visible products, one for each."""
_SHORT_NAME = 28
_QUANTILES = 5


@dataclass(frozen=True)
class Recorded:
    """A product with what public records say of it, in one line."""

    name: str
    url: str
    basis: str
    median: str
    unit: str


@dataclass(frozen=True)
class Featured:
    """The figure card of the home page: what buyers paid, else what is on record."""

    row: Recorded
    median_label: str
    middle_half: str
    picture: Picture | None
    source: str
    is_paid: bool


@dataclass(frozen=True)
class HomePage:
    """What templates/home/show.html reads."""

    questions: list[ThreadRow]
    featured: Featured | None
    prices: list[Recorded]
    examples: list[str]


def home_for(actor: Actor) -> HomePage:
    """Return the home page as `actor` sees it; as many queries for ten rows as for ten thousand."""
    recorded = _recorded(actor)
    rows = [_line(product, group) for product, group in recorded]
    return HomePage(
        questions=thread_lists.list_for_home(actor),
        featured=_featured_paid(actor) or _featured_record(recorded),
        prices=rows[:_ON_HOME],
        examples=[row.name for row in rows if len(row.name) <= _SHORT_NAME][:3],
    )


def head_for(product: Product, here: Page) -> Head:
    questions = thread_lists.count_about_product(product.id, most=MOST_COUNTED)
    return head_of(product, here=here, questions=questions, score=get_score(product.id))


def records_of(product: Product) -> Panel | None:
    return for_product(product.id, product_path(product), plot)


def history_of(product: Product) -> History:
    """Return each plan of the product with all its list prices, the oldest first."""
    return price_history(product)


def list_prices_of(product: Product) -> ListPrices:
    return tell(history_of(product))


def paid_for(
    actor: Actor, product: Product, asked: Mapping[str, str], listed: History
) -> Paid | None:
    """Return what is published of the series that `asked` names; None when nothing is.

    One query when nothing may be shown, whatever the reason (P11). Raises BadRequest
    for a series that is not published.
    """
    chosen = choose(snapshot.list_figures(product.id), product, asked)
    if chosen is None:
        return None
    return paid_of(
        chosen,
        product,
        list_prices=[price for _, prices in listed for price in prices],
        history=snapshot.list_history(chosen.figures.series.id),
        last_release=snapshot.find_last_release(),
        alternatives={
            str(one.id): one.name
            for one in products_by_id(alternative_ids(chosen.figures)).values()
            if can_see_product(actor, one)
        },
        sees_depth=can_see_depth(actor),
    )


def comparison_of(products: Sequence[Product]) -> Comparison:
    """Return `products` side by side, in three queries."""
    ids = [product.id for product in products]
    return compare_products(
        products,
        figures=snapshot.list_main_figures(ids),
        list_prices=current_prices(ids),
        records={
            product_id: group
            for product_id, group in summaries_of(ids).items()
            if not group.is_total
        },
    )


def saving_on_first_quote() -> tuple[int, Decimal | None]:
    """Return how many figures tell what was won over the first offer, and their median.

    In per cent of that offer; None where nothing is published.
    """
    return snapshot.median_concession()


def last_release() -> date | None:
    return snapshot.find_last_release()


def reviewed_of(
    product: Product, paid: Paid | None, deals: Sequence[ShownDeal]
) -> set[str]:
    """Return the public ids of what on a product's page waits in front of the queue.

    The product's own stands for its figures. A query for each that is on the page.
    """
    numbers = {number_of(one.public_id): one.public_id for one in deals}
    found = {numbers[one] for one in under_review(CARDS, numbers)}
    if paid is not None and under_review(FIGURES, [product.id]):
        found.add(product.public_id)
    return found


def shown_deals_of(product: Product) -> list[ShownDeal]:
    """Return the deals that their authors show, as coarse as they were released."""
    return shown_deals(snapshot.list_cards(product.id, limit=_CARDS), product)


def notes_of(product: Product) -> list[list[str]]:
    """Return what buyers say about buying it, each note in paragraphs."""
    found = snapshot.list_notes(product.id, limit=_NOTES)
    return [note.split("\n\n") for note in found]


def questions_about(actor: Actor, product: Product) -> list[ThreadRow]:
    return thread_lists.list_for_product(actor, product.id, limit=_QUESTIONS)


def _recorded(actor: Actor) -> list[tuple[Product, Group]]:
    largest: dict[int, Group] = {}
    for product_id, group in list_largest(_READ):
        largest.setdefault(product_id, group)
    products = products_by_id(largest)
    return [
        (product, group)
        for product_id, group in largest.items()
        if (product := products.get(product_id)) and can_see_product(actor, product)
    ]


def _most_telling(recorded: list[tuple[Product, Group]]) -> tuple[Product, Group]:
    """Return the first whose five quantiles differ: where all pay alike, no picture helps."""
    for product, group in recorded:
        if len({*astuple(group.figures.quantiles)}) == _QUANTILES:
            return product, group
    return recorded[0]


def _line(product: Product, group: Group) -> Recorded:
    return Recorded(
        name=product.name,
        url=product_path(product),
        basis=basis_words(group.figures.count),
        median=price_words(group.figures.quantiles.median, group.currency),
        unit=group.per,
    )


def _featured_record(recorded: list[tuple[Product, Group]]) -> Featured | None:
    if not recorded:
        return None
    product, group = _most_telling(recorded)
    sources = list_sources(group.source_ids)
    names = ", ".join(source.name for source in sources)
    return Featured(
        row=_line(product, group),
        median_label="Median",
        middle_half=middle_half(group.figures.quantiles, group.currency),
        picture=plot(group.figures, currency=group.currency, unit=group.per),
        source=f"From public records: {names}",
        is_paid=False,
    )


def _featured_paid(actor: Actor) -> Featured | None:
    """Return the published figure with most organisations of what `actor` may see."""
    figures = snapshot.list_largest(_READ)
    products = products_by_id(one.series.product_id for one in figures)
    for one in figures:
        product = products[one.series.product_id]
        if can_see_product(actor, product):
            return _paid_card(product, one)
    return None


def _paid_card(product: Product, found: snapshot.Figures) -> Featured:
    series, total = found.series, found.total
    per = per_words(series, product)
    return Featured(
        row=Recorded(
            name=product.name,
            url=product_path(product),
            basis=f"{total.organisations} organisations",
            median=money_words(median_of(total), series.currency),
            unit=per,
        ),
        median_label="Median paid",
        middle_half=half_words(total, series.currency),
        picture=paid_plot(total, currency=series.currency, unit=per, takes_quote=False),
        source=series_words(series),
        is_paid=True,
    )
