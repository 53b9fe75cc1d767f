"""The command `fairquote import prices`: a public register or price list, from a CSV file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from community.core.actors import SYSTEM
from community.core.db import db, transaction
from community.core.errors import NotFound
from community.core.settings import get_settings
from community.records.mapping import Mapping
from community.records.mappingtext import parse_mapping
from community.records.models import ImportRun
from community.records.rules import runs
from community.records.rules.checking import Checked, check
from community.records.rules.importing import Importer
from community.records.rules.mappings import get_mapping
from community.records.rules.summaries import refresh_some
from community.records.tally import Tally

Tell = Callable[[int], None]


@click.command("prices")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--map",
    "map_",
    required=True,
    metavar="NAME_OR_TOML",
    help="gsa, gcloud, gcloud-licences, saas-list, a mapping that was saved, "
    "or a TOML file.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be taken; store nothing.")
@with_appcontext
def prices(file: Path, map_: str, *, dry_run: bool) -> None:
    """Take in the prices of FILE, a CSV file of any kind.

    Running it again adds only what is missing, so a run that was stopped is repeated.
    What was skipped or flagged is listed in a CSV file, with line number and reason.
    """
    name, mapping = _mapping(map_)
    if dry_run:
        _check(file, mapping)
    else:
        _import(file, name, mapping)


def _mapping(given: str) -> tuple[str, Mapping]:
    path = Path(given)
    if path.suffix.lower() == ".toml":
        if not path.is_file():
            raise NotFound(f"There is no file {given}.")
        return path.stem[:60], parse_mapping(path.read_text(encoding="utf-8"))
    named = get_mapping(given)
    db.session.rollback()  # what follows begins its own transactions
    return named.name, named.mapping


def _check(file: Path, mapping: Mapping) -> None:
    errors = get_settings().data_dir / "imports" / f"{file.stem}.dry-run.errors.csv"
    found: Checked = _with_bar(file, lambda tell: check(file, mapping, errors, tell))
    for row in found.preview:
        click.echo(_preview_line(row))
    click.echo("\nNothing was stored. An import would do this:")
    _report(found.tally, errors)


def _preview_line(row: dict[str, Any]) -> str:
    if "reason" in row:
        return f"{row['line']:>7}  skipped: {row['reason']}"
    price = f"{row['currency']} {row['micro'] / 1_000_000:,.2f} {row['unit']}"
    return (
        f"{row['line']:>7}  {price}  {row['product']} ({row['seller']}) {row['when']}"
    )


def _import(file: Path, name: str, mapping: Mapping) -> None:
    with transaction():
        run = runs.begin_from_file(SYSTEM, file, mapping_name=name, mapping=mapping)
        plan = runs.plan_of(run.id)
    importer = Importer(plan)

    def steps(tell: Tell) -> None:
        going_on = True
        while going_on:
            with transaction():
                going_on = importer.step()
            db.session.expunge_all()  # what is committed is not needed again
            tell(importer.bytes_done)

    _with_bar(file, steps)
    _summarise(plan.run_id)
    done = db.session.get_one(ImportRun, plan.run_id)
    click.echo(f"{done.file_name}: {done.file_label}")
    _report(Tally.from_json(done.counts), plan.errors)


def _summarise(run_id: int) -> None:
    click.echo("Computing figures …")
    left = True
    while left:
        with transaction():
            left = bool(refresh_some())
    with transaction():
        runs.complete(run_id)


def _with_bar(file: Path, work: Callable[[Tell], Any]) -> Any:
    with click.progressbar(length=file.stat().st_size, label=file.name) as bar:
        return work(lambda position: bar.update(position - bar.pos))


def _report(tally: Tally, errors: Path) -> None:
    click.echo(f"Rows read     {tally.rows:>9,}")
    click.echo(f"Taken         {tally.taken:>9,}")
    if tally.corrected:
        click.echo(f"Corrected     {tally.corrected:>9,}")
    click.echo(f"Here already  {tally.present:>9,}")
    click.echo(f"Skipped       {tally.skipped_count:>9,}")
    for reason, count in tally.skipped_because():
        click.echo(f"              {count:>9,}  {reason}")
    click.echo(f"Flagged       {tally.flagged_count:>9,}")
    for reason, count in tally.flagged_because():
        click.echo(f"              {count:>9,}  {reason}")
    if tally.skipped_count or tally.flagged_count:
        click.echo(f"Line by line: {errors}")
