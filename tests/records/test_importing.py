"""Importing a register: what is stored, what is skipped, and that nothing is added twice."""

import csv

import pytest
import sqlalchemy as sa

from community.catalog.merges import merge_vendors
from community.catalog.models import ListPrice, Product, Vendor
from community.catalog.rules import ensure_vendor
from community.core.actors import SYSTEM
from community.core.db import db, transaction
from community.core.errors import Invalid, NotFound
from community.records import rules
from community.records.models import (
    ImportRun,
    PriceSource,
    RecordSummary,
    StaleProduct,
)
from community.records.queries import get_summary
from community.records.rules import importing, mappings, runs
from tests.records.made import (
    LIST_HEADER,
    LIST_MAPPING,
    MAPPING,
    command,
    error_rows,
    finish,
    mapping,
    product_named,
    rate,
    records,
    register,
    take,
    try_out,
)

pytestmark = pytest.mark.usefixtures("context")


def count(model) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def test_rows_become_records_of_market_products_and_their_suppliers(tmp_path):
    tally = take(
        register(
            tmp_path,
            [
                rate("Project Manager", "Birch Ltd", "120.50"),
                rate("PROJECT MANAGER", "Arbor, Inc.", "130.225", remarks="PhD"),
            ],
        )
    )

    assert (tally.taken, tally.skipped_count, tally.flagged_count) == (2, 0, 0)
    manager = product_named("Project Manager")
    assert (manager.vendor_id, manager.slug) == (None, "project-manager")
    first, second = records()
    assert {first.product_id, second.product_id} == {manager.id}
    assert db.session.get_one(Vendor, second.supplier_id).name == "Arbor, Inc."
    assert (second.amount_micro, second.currency, second.unit) == (
        130_225_000,
        "USD",
        "hour",
    )
    assert (second.month, second.description, second.source_line) == (
        "2023-05",
        "PhD",
        3,
    )
    source = db.session.scalars(sa.select(PriceSource)).one()
    assert (source.name, source.licence, source.published) == (
        "Register of rates",
        "CC0 1.0",
        "2024-06",
    )


def test_identical_rows_of_one_file_all_count(tmp_path):
    tally = take(register(tmp_path, [rate()] * 3))

    assert (tally.taken, dict(tally.flagged)) == (3, {"same_again": 2})
    (group,) = get_summary(product_named("Engineer").id)
    assert group.figures.count == 3


@pytest.mark.parametrize(
    "again",
    [
        lambda path: path,
        lambda path: _rewritten(path, "utf-16", ";"),
        lambda path: _rewritten(path, "cp1252", "\t"),
    ],
)
def test_the_same_file_in_any_dress_adds_nothing(tmp_path, again):
    rows = [rate(remarks="Zoë"), rate(remarks="Zoë"), rate(price="7", remarks="“x”")]
    path = register(tmp_path, rows)
    take(path)

    tally = take(again(path))

    assert (tally.taken, tally.present, tally.flagged_count) == (0, 3, 0)
    assert len(records()) == 3


def _rewritten(path, encoding, delimiter):
    rows = error_rows(path)
    other = path.with_name("other.csv")
    with other.open("w", newline="", encoding=encoding) as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return other


def test_a_longer_edition_of_a_file_adds_what_is_new(tmp_path):
    take(register(tmp_path, [rate(), rate(price="200")]))

    tally = take(register(tmp_path, [rate(), rate(), rate(price="300")]))

    assert (tally.taken, tally.present) == (2, 1)
    assert sorted(r.amount_micro // 1_000_000 for r in records()) == [
        100,
        100,
        200,
        300,
    ]


def test_what_is_skipped_or_flagged_is_told_line_by_line(app, tmp_path, settings):
    rows = [
        rate(price="N/A", remarks="=HYPERLINK(1)"),
        rate(begins=""),
        rate(price="-5"),
    ]
    said = command(app, register(tmp_path, rows), "--map", _saved(tmp_path))

    assert said.exit_code == 0, said.output
    run = db.session.scalars(sa.select(ImportRun)).one()
    head, *told = error_rows(
        settings.data_dir / "imports" / f"{run.public_id}.errors.csv"
    )
    assert head[:4] == [
        "fairquote_line",
        "fairquote_outcome",
        "fairquote_reason",
        "role",
    ]
    assert [row[:3] for row in told] == [
        ["2", "skipped", "The price is words, not a figure: “N/A”"],
        ["3", "flagged", "No date"],
        ["4", "skipped", "The price is negative: a credit note or correction: “-5”"],
    ]
    assert told[0][8] == "'=HYPERLINK(1)"
    assert told[2][5] == "-5"


def _saved(folder, text=MAPPING):
    path = folder / "mine.toml"
    path.write_text(text)
    return path


def test_a_corrected_error_file_can_be_imported(app, tmp_path, settings):
    said = command(
        app,
        register(tmp_path, [rate(price="N/A"), rate(), rate()]),
        "--map",
        _saved(tmp_path),
    )
    assert said.exit_code == 0, said.output
    run = db.session.scalars(sa.select(ImportRun)).one()
    errors = settings.data_dir / "imports" / f"{run.public_id}.errors.csv"
    fixed = tmp_path / "fixed.csv"
    fixed.write_text(errors.read_text("utf-8").replace("N/A", "55"), "utf-8")

    tally = take(fixed)

    # The flagged row stands in the file too; as it is the only one of its kind there,
    # it is known as the first of its kind.
    assert (tally.taken, tally.present) == (1, 1)


def test_a_price_far_from_the_others_is_flagged(tmp_path):
    tally = take(register(tmp_path, [*[rate()] * 5, rate(price="1001.00")]))

    assert tally.flagged["far"] == 1


def test_totals_far_from_the_others_are_nothing_to_look_at(tmp_path):
    path = register(tmp_path, [*[rate()] * 5, rate(price="1001.00")])
    totals = MAPPING.replace('column = "unit"', 'value = "invoiced total"')

    assert "far" not in try_out(path, tmp_path / "errors.csv", totals).tally.flagged


def test_figures_are_stale_until_they_are_computed(tmp_path):
    path = register(tmp_path, [rate()])
    with transaction():
        run = runs.begin_from_file(SYSTEM, path, mapping_name="", mapping=mapping())
        importer = importing.Importer(runs.plan_of(run.id))
        importer.step()
    assert count(RecordSummary) == 0

    finish(run.id)

    assert count(RecordSummary) == 1


def test_a_mapping_that_does_not_fit_is_refused(app, tmp_path):
    path = register(tmp_path, [rate()], header=("a", "b", "c", "d", "e", "f"))

    said = command(app, path, "--map", _saved(tmp_path))

    assert isinstance(said.exception, Invalid)
    assert said.exception.message.startswith("The file has no column “rate”.")
    assert count(ImportRun) == 0


def test_list_prices_become_plans_with_dated_prices(tmp_path):
    rows = [
        ("Desk", "PRO", "", "12.50", "USD", "user/month", "2022-01-31"),
        ("Desk", "PRO", "", "15", "EUR", "user/month", "2023-01-31"),
        ("Desk", "", "Storage", "0", "USD", "/month", "2023-01-31"),
        ("Desk", "PRO", "", "16", "EUR", "user/month", "2023-01-31"),
    ]
    path = register(tmp_path, rows, LIST_HEADER)

    tally = take(path, LIST_MAPPING)

    assert (tally.taken, dict(tally.skipped)) == (3, {"said_twice": 1})
    prices = db.session.scalars(sa.select(ListPrice).order_by(ListPrice.id)).all()
    assert [(p.amount_micro, p.currency, p.per_unit) for p in prices] == [
        (12_500_000, "USD", "user"),
        (15_000_000, "EUR", "user"),
        (0, "USD", ""),
    ]
    again = take(path, LIST_MAPPING)
    assert (again.taken, again.present, again.corrected) == (0, 3, 0)


def test_a_corrected_list_price_is_counted_as_such(tmp_path):
    row = ["Desk", "PRO", "", "12.50", "USD", "user/month", "2022-01-31"]
    take(register(tmp_path, [row], LIST_HEADER), LIST_MAPPING)
    row[3] = "13"

    tally = take(register(tmp_path, [row], LIST_HEADER), LIST_MAPPING)

    assert (tally.taken, tally.corrected) == (0, 1)
    assert db.session.scalars(sa.select(ListPrice.amount_micro)).one() == 13_000_000


def test_a_dry_run_counts_what_an_import_would_and_stores_nothing(tmp_path):
    rows = [rate(), rate(), rate(price="N/A"), *[rate(price="2")] * 4]
    path = register(tmp_path, rows)
    errors = tmp_path / "errors.csv"

    before = try_out(path, errors)
    assert (count(Product), count(Vendor), count(ImportRun)) == (0, 0, 0)
    tally = take(path)
    after = try_out(path, errors)

    assert before.tally == tally
    assert dict(before.tally.flagged) == {"same_again": 4, "far": 2}
    assert (after.tally.taken, after.tally.present) == (0, 6)
    assert dict(after.tally.flagged) == {}
    assert before.preview[2]["reason"].startswith("The price is words")
    assert before.error_bytes > errors.stat().st_size


def test_a_dry_run_of_list_prices_stores_nothing(tmp_path):
    rows = [("Desk", "PRO", "", "12.50", "USD", "user/month", "2022-01-31")]
    path = register(tmp_path, rows, LIST_HEADER)

    before = try_out(path, tmp_path / "errors.csv", LIST_MAPPING)
    assert (count(ListPrice), count(Product), count(Vendor)) == (0, 0, 0)
    take(path, LIST_MAPPING)
    after = try_out(path, tmp_path / "errors.csv", LIST_MAPPING)

    assert (before.tally.taken, before.tally.present) == (1, 0)
    assert (after.tally.taken, after.tally.present) == (0, 1)
    assert before.preview[0]["product"] == "Desk, PRO"


def test_undoing_takes_back_what_a_run_added(tmp_path, cast):
    take(register(tmp_path, [rate()]))
    take(register(tmp_path, [rate(), rate(price="200")]))
    second = db.session.scalars(sa.select(ImportRun).order_by(ImportRun.id.desc()))

    with transaction():
        runs.undo(cast.actor("hana"), second.first())
    finish_all()

    assert [r.amount_micro for r in records()] == [100_000_000]
    (group,) = get_summary(product_named("Engineer").id)
    assert group.figures.count == 1


def finish_all():
    with transaction():
        rules.summaries.refresh_some()


def test_the_command_says_what_it_can_not_find(app, tmp_path):
    path = register(tmp_path, [rate()])

    unknown = command(app, path, "--map", "nonsense")
    assert "There is no mapping “nonsense”. Known: gcloud" in str(unknown.exception)
    missing = command(app, path, "--map", tmp_path / "none.toml")
    assert "There is no file" in str(missing.exception)
    nowhere = command(app, tmp_path / "none.csv", "--map", "gsa")
    assert nowhere.exit_code == 2


def test_the_command_tells_of_corrected_list_prices(app, tmp_path):
    row = ["Desk", "PRO", "", "12.50", "USD", "user/month", "2022-01-31"]
    take(register(tmp_path, [row], LIST_HEADER), LIST_MAPPING)
    row[3] = "13"
    path = register(tmp_path, [row], LIST_HEADER)

    said = command(app, path, "--map", _saved(tmp_path, LIST_MAPPING))

    assert "Corrected             1" in said.output
    assert "Line by line" not in said.output


def test_a_source_needs_a_name_with_letters(tmp_path):
    text = MAPPING.replace("Register of rates", "---")

    with pytest.raises(Invalid, match="Check the source"):
        take(register(tmp_path, [rate()]), text)


def test_merging_a_vendor_without_records_asks_for_nothing(cast):
    with transaction():
        source, target = ensure_vendor("Birch Holdings"), ensure_vendor("Birch")
        merge_vendors(cast.actor("mo"), source, target, "the same firm")

    assert count(StaleProduct) == 0


def test_a_saved_mapping_is_replaced_under_its_name(cast):
    hana = cast.actor("hana")
    with transaction():
        mappings.save_mapping(hana, "mine", mapping())
        db.session.flush()
        mappings.save_mapping(hana, "mine", mapping(LIST_MAPPING))

    found = mappings.get_mapping("mine")
    assert (found.shipped, found.mapping) == (False, mapping(LIST_MAPPING))
    with transaction():
        mappings.forget_mapping(hana, "mine")
    with pytest.raises(NotFound):
        mappings.forget_mapping(hana, "mine")
