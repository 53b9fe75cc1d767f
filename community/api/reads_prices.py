"""Public reads of prices: from the last release's snapshot, from registers, from vendors.

Always as a visitor sees them: a vendor's people, staff and contributors get the same bytes.
"""

from decimal import Decimal

from flask import Blueprint

from community.api.bearer import ROOT
from community.api.operations import Operations
from community.api.shapes_catalog import (
    Band,
    Besides,
    Breakdown,
    Card,
    Cards,
    Figure,
    ListPrice,
    ListPrices,
    Part,
    Prices,
    Published,
    RecordFigures,
    RecordRow,
    Records,
    RecordSource,
    RecordsQuery,
    Said,
    Series,
)
from community.catalog.access import can_see_product
from community.catalog.models import Product as ProductRow
from community.catalog.paths import product_path
from community.catalog.queries import get_product_for, products_by_id
from community.core.actors import VISITOR
from community.core.errors import BadRequest
from community.prices import queries, snapshot, wording
from community.prices.kinds import CLAUSE_MEDIANS
from community.prices.models import PriceCell
from community.prices.snapshot import Figures
from community.prices.telling import alternative_ids, levers_of, told_of
from community.prices.wording import Shares
from community.records import panels
from community.records.kinds import MICRO
from community.records.queries import Group

part = Operations(Blueprint("api_prices", __name__, url_prefix=ROOT), "Prices")
_LEVERS = "What moved the price"
_NO_RECORDS = Records(groups=[], sources=[], items=[], next=None)


@part.get("/products/{vendor}/{product}/prices", answer=Prices)
def show_prices(vendor: str, product: str) -> Prices:
    """Show what buyers paid, as the last release published it."""
    found = get_product_for(VISITOR, vendor, product)
    figures = snapshot.list_figures(found.id)
    wanted = {one for own in figures for one in alternative_ids(own)}
    names = {
        str(one.id): one.name
        for one in products_by_id(wanted).values()
        if can_see_product(VISITOR, one)
    }
    notes = [" ".join(paragraphs) for paragraphs in queries.notes_of(found)]
    return Prices(
        published=[_published(one, found, names) for one in figures], notes=notes
    )


@part.get("/products/{vendor}/{product}/cards", answer=Cards)
def list_cards(vendor: str, product: str) -> Cards:
    """List the deals that their authors show, as the product's page does."""
    found = get_product_for(VISITOR, vendor, product)
    return Cards(
        items=[
            Card(
                price=one.price,
                per=one.per,
                what=one.what,
                who=one.who,
                handle=one.handle or None,
                evidence=one.tier.label if one.tier else None,
            )
            for one in queries.shown_deals_of(found)
        ]
    )


@part.get("/products/{vendor}/{product}/list-prices", answer=ListPrices)
def list_list_prices(vendor: str, product: str) -> ListPrices:
    """List what the vendor asked for each plan, the oldest first, with the sources."""
    found = get_product_for(VISITOR, vendor, product)
    return ListPrices(
        items=[
            ListPrice(
                plan=plan.name,
                valid_from=price.valid_from,
                amount=_text(price.amount),
                currency=price.currency,
                per_unit=price.per_unit,
                per_period=str(price.per_period),
                is_current=price.is_current,
                source=price.source_name,
                source_url=price.source_url,
                licence=price.source_licence,
            )
            for plan, prices in queries.history_of(found)
            for price in prices
        ]
    )


@part.get("/products/{vendor}/{product}/records", answer=Records, query=RecordsQuery)
def list_records(vendor: str, product: str, asked: RecordsQuery) -> Records:
    """List the prices on public record, the figures of all groups and the rows of one."""
    found = get_product_for(VISITOR, vendor, product)
    choice = panels.Choice(
        asked.measure or "", asked.supplier or "", asked.year or "", asked.sort
    )
    panel = panels.for_records(found.id, product_path(found), choice, asked.after, None)
    if panel is None:
        if asked.after is not None:
            raise BadRequest("That page marker is not one of ours.")
        return _NO_RECORDS
    return Records(
        groups=[_group(one) for one in panel.groups],
        sources=[
            RecordSource(
                name=one.name,
                url=one.url,
                licence=one.licence,
                attribution=one.attribution,
            )
            for one in panel.sources
        ],
        items=[
            RecordRow(
                amount=f"{row.amount.amount:f}",
                total=None if row.total is None else f"{row.total.amount:f}",
                quantity=_text(row.quantity),
                currency=row.amount.currency,
                month=row.month,
                supplier=row.supplier,
                supplier_slug=row.supplier_slug,
                buyer=row.buyer,
                description=row.description,
            )
            for row in panel.page.items
        ],
        next=panel.page.next_cursor,
    )


def _published(found: Figures, product: ProductRow, names: dict[str, str]) -> Published:
    total = found.total
    return Published(
        series=_series(found, product),
        released_on=total.released_in.released_on,
        total=_figure(total),
        breakdowns=[
            Breakdown(
                dimension=dimension.value,
                parts=[
                    Part(
                        label=cell.label,
                        organisations=cell.organisations,
                        median=_text(cell.median) or "0",
                    )
                    for cell in cells
                ],
            )
            for dimension, cells in found.parts.items()
        ],
        besides=[
            Besides(
                kind=str(cell.kind),
                organisations=cell.organisations,
                median=_text(cell.median) or "0",
            )
            for cell in found.extras
            if cell.kind not in CLAUSE_MEDIANS
        ],
        said=_said(found, names),
    )


def _series(found: Figures, product: ProductRow) -> Series:
    series = found.series
    return Series(
        name=wording.series_words(series),
        plan=series.plan.name if series.plan else None,
        pricing_model=str(series.pricing_model),
        metric=series.metric,
        stage=str(series.stage),
        channel=str(series.channel),
        currency=series.currency,
        per=wording.per_words(series, product),
        unit_quantity=series.unit_quantity,
    )


def _figure(total: PriceCell) -> Figure:
    amounts = {
        name: _text(getattr(total, name))
        for name in ("p25", "p75", "p10", "p90", "interval_low", "interval_high")
    }
    return Figure(
        organisations=total.organisations,
        median=_text(total.median) or "0",
        **amounts,
        confidence=None if total.confidence is None else str(total.confidence),
        percent_per_year=total.per_year,
        bands=[Band(low=low, high=high, percent=per) for low, high, per in total.bins],
    )


def _said(found: Figures, names: dict[str, str]) -> list[Said]:
    told = [(one.heading, one.shares) for one in told_of(found, names)]
    levers = levers_of(found)
    if levers is not None:
        told.insert(0, (_LEVERS, levers))
    return [Said(about=about, answers=_answers(shares)) for about, shares in told]


def _answers(shares: Shares) -> list[list[str]]:
    few = [["few", shares.few]] if shares.few else []
    return [*(list(line) for line in shares.lines), *few]


def _group(one: Group) -> RecordFigures:
    quantiles = one.figures.quantiles
    amounts = {
        name: f"{Decimal(getattr(quantiles, name)) / MICRO:f}"
        for name in ("p10", "p25", "median", "p75", "p90")
    }
    return RecordFigures(
        currency=one.currency,
        unit=one.unit,
        count=one.figures.count,
        **amounts,
        first_month=one.first_month,
        last_month=one.last_month,
        suppliers=one.supplier_count,
    )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
