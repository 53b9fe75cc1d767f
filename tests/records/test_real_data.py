"""The real registers, with their exact figures."""

from decimal import Decimal

import pytest
import sqlalchemy as sa

from community.catalog.models import ListPrice, Plan, Product, Vendor
from community.core.db import db
from community.core.money import Money, format_money
from community.records.models import ImportRun, PriceRecord
from community.records.queries import Filters, Group, filtered_summary, get_summary
from community.records.tally import Tally
from tests.records.made import command, data, product_named

GSA = "prices_gsa_it_rates/gsa_schedule70_rates_2017.csv"
SPEND = "prices_gcloud_spend/gcloud_spend_2012-04_2014-02.csv"
LICENCES = "prices_gcloud_spend/licence_deals_with_quantity.csv"
PLANS = "prices_saas_list/saas_plans_2019_2023.csv"
ADD_ONS = "prices_saas_list/saas_addons_2019_2023.csv"


def taken(app, name: str, map_: str) -> Tally:
    """Import a real file with the command; return what its run counted."""
    said = command(app, data(name), "--map", map_)
    assert said.exit_code == 0, said.output
    newest = sa.select(ImportRun).order_by(ImportRun.id.desc()).limit(1)
    return Tally.from_json(db.session.scalars(newest).one().counts)


def stored() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(PriceRecord))


@pytest.mark.usefixtures("context")
def test_gsa_rates_have_the_figures_that_we_know_and_come_in_once(app):
    tally = taken(app, GSA, "gsa")

    assert (tally.rows, tally.taken, dict(tally.skipped)) == (
        4_157,
        4_144,
        {"no_price": 13},
    )
    assert dict(tally.flagged) == {"same_again": 19, "late_date": 15, "no_date": 9}
    manager = product_named("Project Manager")
    assert (manager.vendor_id, manager.slug, manager.unit) == (
        None,
        "project-manager",
        "hour",
    )
    (group,) = get_summary(manager.id)
    assert (group.figures.count, group.currency, group.unit) == (92, "USD", "hour")
    assert group.figures.quantiles.median == 130_225_000
    median = Money(Decimal("130.225"), "USD")
    assert format_money(median) == "$130.23"
    assert group.supplier_count == 72  # 73 spellings, two of one firm
    _filters_agree(manager, group)
    before = stored()

    again = taken(app, GSA, "gsa")

    assert (again.taken, again.present, stored()) == (0, 4_144, before)


def _filters_agree(manager: Product, group: Group) -> None:
    """What the database filters is what was computed at the import."""
    whole = filtered_summary(manager.id, Filters("USD", "hour"))
    one = filtered_summary(manager.id, Filters("USD", "hour", supplier="leapoint-llc"))

    assert whole == group.figures
    assert one.count == 10
    assert one.quantiles.median == 127_100_000


@pytest.mark.usefixtures("context")
def test_huddle_licences_have_the_figures_that_we_know(app):
    tally = taken(app, LICENCES, "gcloud-licences")

    assert (tally.rows, tally.taken, dict(tally.skipped)) == (
        117,
        114,
        {"no_product": 3},
    )
    huddle = product_named("Huddle")
    (group,) = get_summary(huddle.id)
    assert (group.figures.count, group.currency, group.unit) == (98, "GBP", "seat")
    assert group.figures.quantiles.median == 180_000_000
    box = product_named("Box")
    suppliers = db.session.scalars(
        sa.select(Vendor.name)
        .join(PriceRecord, PriceRecord.supplier_id == Vendor.id)
        .where(PriceRecord.product_id == box.id)
        .distinct()
    ).all()
    assert (box.vendor.name, suppliers) == ("Box", ["Softcat"])


@pytest.mark.usefixtures("context")
def test_invoiced_spend_is_kept_apart_from_prices(app):
    tally = taken(app, SPEND, "gcloud")

    assert (tally.rows, tally.taken) == (7_821, 7_580)
    assert dict(tally.skipped) == {"nothing_paid": 136, "credit": 105}
    assert dict(tally.flagged) == {}
    units = db.session.scalars(sa.select(PriceRecord.unit).distinct()).all()
    assert units == ["invoiced total"]
    assert taken(app, SPEND, "gcloud").taken == 0
    _a_maker_trading_under_its_product_is_one_vendor(app)


def _a_maker_trading_under_its_product_is_one_vendor(app) -> None:
    taken(app, LICENCES, "gcloud-licences")

    huddle = product_named("Huddle")
    names = db.session.scalars(
        sa.select(Vendor.name).where(Vendor.name.ilike("%huddle%"))
    ).all()
    assert names == [huddle.vendor.name]


@pytest.mark.usefixtures("context")
def test_saas_prices_become_dated_list_prices_in_their_own_currency(app):
    plans = taken(app, PLANS, "saas-list")
    add_ons = taken(app, ADD_ONS, "saas-list")

    assert (plans.rows, plans.taken, dict(plans.skipped)) == (630, 559, {"words": 71})
    assert (add_ons.rows, add_ons.taken) == (369, 223)
    assert dict(add_ons.skipped) == {"words": 133, "no_unit": 13}
    assert stored() == 0
    business = db.session.execute(
        sa.select(ListPrice.valid_from, ListPrice.amount_micro, ListPrice.currency)
        .join(Plan, Plan.id == ListPrice.plan_id)
        .join(Product, Product.id == Plan.product_id)
        .where(Product.name == "Box", Plan.name == "Business")
        .order_by(ListPrice.valid_from)
    ).all()
    assert [(day.year, micro // 1_000_000, cur) for day, micro, cur in business] == [
        (2019, 15, "USD"),
        (2020, 15, "USD"),
        (2021, 15, "USD"),
        (2022, 15, "USD"),
        (2023, 18, "EUR"),
    ]

    again = taken(app, PLANS, "saas-list")

    assert (again.taken, again.present, again.corrected) == (0, 559, 0)


@pytest.mark.parametrize(
    ("name", "map_", "taken_", "skipped"),
    [
        (GSA, "gsa", 4_144, 13),
        (LICENCES, "gcloud-licences", 114, 3),
        (PLANS, "saas-list", 559, 71),
    ],
)
@pytest.mark.usefixtures("context")
def test_a_dry_run_says_what_an_import_would_do_and_stores_nothing(
    app, name, map_, taken_, skipped
):
    said = command(app, data(name), "--map", map_, "--dry-run")

    assert said.exit_code == 0, said.output
    assert f"Taken         {taken_:>9,}" in said.output
    assert f"Skipped       {skipped:>9,}" in said.output
    for model in (PriceRecord, ListPrice, Product, Vendor, ImportRun):
        assert not db.session.scalar(sa.select(sa.func.count()).select_from(model))
