"""`fairquote search`: rebuild the index, or compare it with the database."""

from collections.abc import Sequence

import click
from flask.cli import with_appcontext

from search.audit import KindAudit
from search.engines.protocol import EngineBroken
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
