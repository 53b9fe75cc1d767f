"""A made-up public register, taken in as an import takes in a real one."""

from random import Random

from community.catalog.kinds import PricingModel
from community.cli.sample.products import PRODUCTS
from community.cli.sample.world import (
    MARKET_PRODUCTS,
    REGISTER,
    REGISTER_SUPPLIERS,
)
from community.core import clock
from community.core.db import db, new_public_id
from community.records.interpret import RecordDraft
from community.records.kinds import MICRO, RunState
from community.records.mapping import Mapping, ProductInfo, SourceInfo
from community.records.models import ImportRun
from community.records.reading import Entry
from community.records.rules.sources import ensure_source
from community.records.rules.summaries import refresh_some
from community.records.rules.writing import Target, write
from community.records.tally import Tally

_ROWS_OF_MARKET = 80
_ROWS_OF_PRODUCT = 46
_IN_REGISTER = ("Arbor Desk", "Palisade ERP", "Halyard CRM", "Quillon Identity")


def add_register(random: Random) -> None:
    """Add prices that many suppliers charge alike, and what public buyers paid."""
    info = SourceInfo(
        name=REGISTER,
        licence="CC0 1.0",
        attribution="Made up for the sample community",
        note="No real supplier, buyer or price.",
    )
    source = ensure_source(info)
    run = ImportRun(
        file_name="sample-register.csv",
        file_hash="-" * 64,
        file_bytes=0,
        path="",
        mapping_name="sample",
        state=RunState.DONE,
        finished_at=clock.now(),
    )
    db.session.add(run)
    db.session.flush()  # records name their run
    tally = Tally()
    for product, entries in (
        (ProductInfo(PricingModel.SERVICE, "hour", "Services"), _market_rows(random)),
        (ProductInfo(PricingModel.SEAT, "user"), _bought_rows(random)),
    ):
        mapping = Mapping(source=info, fields=(), product=product)
        write(Target(run.id, source.id, mapping), entries, tally)
    run.counts = tally.as_json()
    while refresh_some():
        pass


def _market_rows(random: Random) -> list[Entry]:
    entries = []
    for name, _category, rate in MARKET_PRODUCTS:
        for supplier in random.choices(REGISTER_SUPPLIERS, k=_ROWS_OF_MARKET):
            price = round(float(rate) * random.lognormvariate(0, 0.22), 2)
            entries.append(_entry(random, name, None, supplier, price, "hour"))
    return entries


def _bought_rows(random: Random) -> list[Entry]:
    entries = []
    for one in PRODUCTS:
        if one.name not in _IN_REGISTER:
            continue
        listed = float(list(one.plans.values())[len(one.plans) // 2])
        for _ in range(_ROWS_OF_PRODUCT):
            off = min(max(random.gauss(one.discount, 0.12), 0.0), 0.7)
            price = round(listed * (1 - off), 2)
            entries.append(
                _entry(random, one.name, one.vendor, one.vendor, price, "user / year")
            )
    return entries


def _entry(
    random: Random,
    product: str,
    vendor: str | None,
    supplier: str,
    price: float,
    unit: str,
) -> Entry:
    draft = RecordDraft(
        line=0,
        product=product,
        vendor=vendor,
        supplier=supplier,
        amount=round(price * MICRO),
        total=None,
        quantity=None,
        currency="USD",
        unit=unit,
        month=clock.add_months(clock.current_month(), -random.randint(2, 40)),
        buyer="" if vendor is None else f"City of {random.choice(_TOWNS)}",
        description="Hourly rate, travel included"
        if vendor is None
        else "Call-off, 12 months",
        flags=(),
        cells=(),
    )
    return Entry(draft, key=new_public_id())


_TOWNS = (
    "Lowbridge",
    "Marrowdale",
    "Easthollow",
    "Fenwick Cross",
    "Saltby",
    "Highmoor",
)
