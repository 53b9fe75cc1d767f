"""`fairquote search`: rebuild the index, or compare it with the database."""

from collections.abc import Sequence
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from search.audit import KindAudit
from search.engines.choosing import NAMES, NotAvailable, choose_name, passing_engine
from search.engines.protocol import EngineBroken
from search.evaluating import DEPTH, BadCollection, Evaluation
from search.evaluating import evaluate as evaluate_collection
from search.gaps import LEAST_ASKERS, list_gaps
from search.ranking import Ranking
from search.service import Search, get_search

_MOST_LISTED = 20


@click.group()
def search() -> None:
    """Keep the search index in order."""


@search.command()
@with_appcontext
def rebuild() -> None:
    """Build the index anew beside the one that serves, and swap them."""
    service = get_search()
    try:
        count = service.rebuilder.rebuild(_show_progress)
    except EngineBroken as error:
        raise click.ClickException(f"The index cannot be written: {error}") from error
    click.echo(f"\rThe index holds {count:,} documents.".ljust(60))


@search.command()
@click.option("--repair", is_flag=True, help="Index again whatever differs.")
@with_appcontext
def check(repair: bool) -> None:  # noqa: FBT001 - click passes flags by position or name
    """Compare the index with the database; exit with 1 when they differ."""
    service = get_search()
    try:
        audits = service.audit()
        _print(audits)
        if repair and _differ(audits):
            service.repair(audits)
            audits = service.audit()
            click.echo("After the repair:")
            _print(audits)
    except EngineBroken as error:
        if not repair:
            raise click.ClickException(
                f"{error} Run `fairquote search rebuild`."
            ) from error
        audits = _rebuilt(service)
    if _differ(audits):
        raise click.ClickException("The index differs from the database.")
    click.echo("Index and database agree.")


@search.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--engine",
    type=click.Choice(NAMES),
    help="Which engine is tried; that of the database, unless said.",
)
@click.option(
    "--title-boost",
    type=click.FloatRange(0, 100),
    default=1.0,
    show_default=True,
    help="What a word in a title counts: 3 for questions that people ask.",
)
@with_appcontext
def evaluate(folder: Path, engine: str | None, title_boost: float) -> None:
    """Measure the ranking on docs.jsonl, queries.jsonl and qrels.jsonl in FOLDER."""
    settings = current_app.extensions["fairquote.settings"]
    name = engine or choose_name(settings)
    ranking = Ranking(title_boosts={}, default_title_boost=title_boost)
    try:
        with passing_engine(name, settings, ranking) as passing:
            result = evaluate_collection(folder, passing, _show_progress)
    except (BadCollection, NotAvailable) as error:
        raise click.ClickException(str(error)) from error
    except EngineBroken as error:
        raise click.ClickException(f"The index cannot be written: {error}") from error
    _print_evaluation(folder, name, title_boost, result)


def _print_evaluation(
    folder: Path, engine: str, title_boost: float, result: Evaluation
) -> None:
    click.echo("\r".ljust(30) + "\r", nl=False, err=True)
    click.echo(
        f"{folder.resolve().name}: {result.documents:,} documents, "
        f"{result.queries:,} queries, {engine}, title boost {title_boost:g}, "
        f"depth {DEPTH:,}"
    )
    if result.repeated:
        click.echo(f"{result.repeated:,} documents with the id of another left out")
    scores = result.scores
    click.echo(f"nDCG@10    {scores.ndcg_at_10:.4f}")
    click.echo(f"MAP        {scores.average_precision:.4f}")
    click.echo(f"recall@100 {scores.recall_at_100:.4f}")


@search.command("gaps")
@with_appcontext
def show_gaps() -> None:
    """List what several people searched for in vain in the last 90 days."""
    found = list_gaps()
    for one in found:
        click.echo(f"{one.askers:>6,} people  last {one.last_on}  {one.words}")
    if not found:
        click.echo(f"Nothing that {LEAST_ASKERS} people or more looked for in vain.")


def _rebuilt(service: Search) -> list[KindAudit]:
    click.echo("There is no index that can be read: building one.")
    service.rebuilder.rebuild(_show_progress)
    audits = service.audit()
    click.echo("")
    _print(audits)
    return audits


def _differ(audits: Sequence[KindAudit]) -> bool:
    return any(one.differing for one in audits)


def _print(audits: Sequence[KindAudit]) -> None:
    for one in audits:
        click.echo(
            f"{one.kind:<12} database {one.in_database:>8,}  {one.database_sum:016x}   "
            f"index {one.in_index:>8,}  {one.index_sum:016x}"
        )
        for label, ids in (
            ("not in the index", one.missing),
            ("outdated", one.outdated),
            ("no longer public", one.surplus),
            ("more than once", one.doubled),
        ):
            if ids:
                click.echo(f"  {label}: {_listed(ids)}")


def _listed(ids: Sequence[int]) -> str:
    shown = ", ".join(map(str, ids[:_MOST_LISTED]))
    rest = len(ids) - _MOST_LISTED
    return f"{shown} and {rest:,} more" if rest > 0 else shown


def _show_progress(count: int) -> None:
    click.echo(f"\r{count:,} documents …", nl=False, err=True)
