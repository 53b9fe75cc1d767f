"""The command `fairquote import members`: people of a community that moves here."""

from itertools import islice
from pathlib import Path

import click
from flask.cli import with_appcontext

from community.accounts.rules.moving import Judged, Outcome
from community.core.db import db, transaction
from community.core.errors import Invalid
from community.dashboard.memberkinds import Basis
from community.dashboard.members import running
from community.dashboard.members.reading import MemberFile
from community.dashboard.members.stepping import ROWS_A_TRANSACTION
from community.dashboard.seeing import SeenBefore
from community.threads.importing import ONSTARTUPS


@click.command("members")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--basis",
    type=click.Choice([one.value for one in Basis]),
    help="Why you may move them: they agreed, or their membership is continued.",
)
@click.option("--invite", is_flag=True, help="Mail them how to set a password.")
@click.option(
    "--archive",
    default=ONSTARTUPS.key,
    show_default=True,
    help="The --key under which threads were imported that the column author stands in.",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen; store nothing.")
@with_appcontext
def members(
    file: Path, basis: str | None, archive: str, *, invite: bool, dry_run: bool
) -> None:
    """Take in members from FILE, a CSV file with a column email.

    Columns handle and author may be there. Who is here already is never changed, so that
    a run that was stopped is repeated. Lines that are refused are told with the reason.
    """
    if not dry_run and basis is None:
        raise Invalid("Say with --basis why you may move them, or try with --dry-run.")
    table, counts = MemberFile(file), dict.fromkeys(Outcome, 0)
    if table.unread:
        click.echo(f"Columns that are not read: {', '.join(table.unread)}.", err=True)
    rows, seen = table.rows(), SeenBefore()
    with click.progressbar(length=file.stat().st_size, label=file.name) as bar:
        while batch := list(islice(rows, ROWS_A_TRANSACTION)):
            with transaction():
                judged = running.judge_batch(archive, batch, seen)
                if basis is not None and not dry_run:
                    running.take_batch(judged, Basis(basis), invites=invite)
            db.session.expunge_all()  # memory stays flat
            _count(judged, counts)
            bar.update(sum(len(str(row)) for row in batch) // 2)
    seen.close()
    would = "Would be added" if dry_run else "Added"
    click.echo(
        f"{would}: {counts[Outcome.NEW] + counts[Outcome.CLAIMS]:,}, "
        f"{counts[Outcome.CLAIMS]:,} of them with what they wrote; here already: "
        f"{counts[Outcome.EXISTS]:,}; refused: {counts[Outcome.REFUSED]:,}."
    )


def _count(judged: list[Judged], counts: dict[Outcome, int]) -> None:
    for one in judged:
        counts[one.outcome] += 1
        if one.outcome is Outcome.REFUSED:
            click.echo(f"Line {one.line}: {one.reason}", err=True)
