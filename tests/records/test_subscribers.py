"""Records follow products and vendors that are merged."""

import pytest

from community.catalog.merges import merge_products, merge_vendors
from community.catalog.models import Product, Vendor
from community.core.db import db, transaction
from community.core.worker import run_due
from community.records.queries import get_summary
from tests.records.made import product_named, rate, records, register, take

pytestmark = pytest.mark.usefixtures("context")


def test_records_of_merged_products_become_one_group(app, cast, tmp_path):
    take(register(tmp_path, [rate("Tester", price="10"), rate("QA", price="20")]))
    source, target = product_named("QA"), product_named("Tester")
    source_id, target_id = source.id, target.id

    with transaction():
        merge_products(cast.actor("mo"), source, target, "the same job")
    run_due(app)

    assert {r.product_id for r in records()} == {target_id}
    (group,) = get_summary(target_id)
    assert (group.figures.count, group.figures.quantiles.median) == (2, 15_000_000)
    assert get_summary(source_id) == []
    assert db.session.get_one(Product, source_id).merged_into_id == target_id


def test_records_of_merged_vendors_name_the_target(app, cast, tmp_path):
    rows = [rate(contractor="Birch"), rate(contractor="Birch Holdings")]
    take(register(tmp_path, rows))
    source, target = (
        db.session.query(Vendor).filter_by(name=name).one()
        for name in ("Birch Holdings", "Birch")
    )

    with transaction():
        merge_vendors(cast.actor("mo"), source, target, "the same firm")
    run_due(app)

    assert {r.supplier_id for r in records()} == {target.id}
    (group,) = get_summary(product_named("Engineer").id)
    assert group.supplier_count == 1
