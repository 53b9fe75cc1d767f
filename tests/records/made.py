"""Small registers, and ways to import them as the command does."""

import csv
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo

from community.catalog.models import Product
from community.cli.import_prices import prices
from community.core.actors import SYSTEM
from community.core.db import db, transaction
from community.records.mapping import Mapping
from community.records.mappingtext import parse_mapping
from community.records.models import ImportRun, PriceRecord
from community.records.rules.checking import check
from community.records.rules.importing import Importer
from community.records.rules.runs import begin_from_file, complete, plan_of
from community.records.rules.summaries import refresh_some
from community.records.tally import Tally

_BESIDE = Path(__file__).resolve().parents[3] / "shared" / "data"

HEADER = ("role", "contractor", "rate", "unit", "begins", "remarks")
MAPPING = """
kind = "records"
market = true
[source]
name = "Register of rates"
url = "https://register.example/rates"
licence = "CC0 1.0"
note = "Ceiling rates."
published = "2024-06"
[product]
model = "service"
[fields.price]
column = "rate"
[fields.currency]
value = "USD"
[fields.unit]
column = "unit"
[fields.product]
column = "role"
[fields.supplier]
column = "contractor"
[fields.date]
column = "begins"
[fields.description]
column = "remarks"
"""
LIST_HEADER = ("product", "edition", "extra", "asked", "currency", "per", "seen")
LIST_MAPPING = """
kind = "list-prices"
[source]
name = "Price pages"
[fields.price]
column = "asked"
[fields.currency]
column = "currency"
[fields.unit]
column = "per"
[fields.product]
column = "product"
[fields.vendor]
column = "product"
[fields.plan]
column = "edition"
[fields.add_on]
column = "extra"
[fields.date]
column = "seen"
"""


def data(name: str) -> Path:
    """Return a file of the real data; skip the test where there is none."""
    folder = Path(os.environ.get("FAIRQUOTE_TEST_DATA", _BESIDE))  # noqa: TID251 - the tests' own
    file = folder / name
    if not file.exists():
        pytest.skip(f"needs {name} of the shared data")
    return file


def rate(
    role: str = "Engineer",
    contractor: str = "Birch Ltd",
    price: str = "100",
    *,
    unit: str = "hour",
    begins: str = "2023-05-01",
    remarks: str = "",
) -> tuple[str, ...]:
    return role, contractor, price, unit, begins, remarks


def register(
    folder: Path,
    rows: Iterable[Sequence[str]],
    header: Sequence[str] = HEADER,
    name: str = "register.csv",
) -> Path:
    path = folder / name
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def mapping(text: str = MAPPING) -> Mapping:
    return parse_mapping(text)


def command(app: Flask, *words: object) -> Result:
    info = ScriptInfo(create_app=lambda: app)
    return CliRunner().invoke(prices, [str(one) for one in words], obj=info)


def take(path: Path, text: str = MAPPING) -> Tally:
    """Import a file whole, inside an application context."""
    with transaction():
        run = begin_from_file(SYSTEM, path, mapping_name="mine", mapping=mapping(text))
        plan = plan_of(run.id)
    importer = Importer(plan)
    going_on = True
    while going_on:
        with transaction():
            going_on = importer.step()
    finish(plan.run_id)
    return Tally.from_json(db.session.get_one(ImportRun, plan.run_id).counts)


def finish(run_id: int) -> None:
    left = True
    while left:
        with transaction():
            left = bool(refresh_some())
    with transaction():
        complete(run_id)


def try_out(path: Path, errors: Path, text: str = MAPPING):
    return check(path, mapping(text), errors, lambda _: None)


def records() -> list[PriceRecord]:
    return list(db.session.scalars(sa.select(PriceRecord).order_by(PriceRecord.id)))


def product_named(name: str) -> Product:
    return db.session.scalars(sa.select(Product).where(Product.name == name)).one()


def error_rows(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))
