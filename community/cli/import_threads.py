"""The command `fairquote import threads`: an archive of questions, line by line."""

import csv
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import click
from flask.cli import with_appcontext

from community.core.db import db, transaction
from community.core.settings import get_settings
from community.dashboard.seeing import SeenBefore
from community.threads.archive import (
    ArchivedThread,
    BadRecordError,
    parse_line,
    read_lines,
)
from community.threads.importing import (
    ONSTARTUPS,
    Archive,
    Taken,
    import_threads,
    list_lacking,
    would_import,
)

THREADS_A_TRANSACTION = 100


@dataclass
class _Reader:
    """Reads threads and remembers what had to be left out."""

    file: BinaryIO
    bar: "click._termui_impl.ProgressBar[int]"
    skipped: list[tuple[int, str]] = field(default_factory=list)

    def threads(self) -> Iterator[ArchivedThread]:
        for number, line in read_lines(self.file, self.bar.update):
            try:
                thread = parse_line(number, line)
            except BadRecordError as error:
                self.skipped.append((number, str(error)))
                continue
            self.skipped += [(number, problem) for problem in thread.problems]
            yield thread


@click.command("threads")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", default=ONSTARTUPS.key, help="Short name of the archive.")
@click.option("--name", default=ONSTARTUPS.name, help="Its name, shown as the source.")
@click.option(
    "--url",
    default=ONSTARTUPS.url,
    help="Address of a thread there, with {id} and {slug}.",
)
@click.option(
    "--licence",
    default=ONSTARTUPS.licence,
    show_default=True,
    help="Its licence, shown at each thread.",
)
@click.option(
    "--licence-url", default=ONSTARTUPS.licence_url, help="Where the licence is read."
)
@click.option(
    "--errors",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where lines that can't be taken are listed; in the data directory otherwise.",
)
@click.option(
    "--dry-run", is_flag=True, help="Say what would be added, and add nothing."
)
@with_appcontext
def threads(file: Path, errors: Path | None, *, dry_run: bool, **archive: str) -> None:
    """Take in questions and answers from FILE, JSON objects one a line.

    Running it again adds only what is missing, so a run that was stopped is repeated.
    """
    source = replace(ONSTARTUPS, **archive)
    taken, skipped = (_look_at if dry_run else _import)(source, file)
    click.echo(
        f"{'Would add' if dry_run else 'Added'} {taken.threads:,} questions and {taken.answers:,} answers; "
        f"{taken.present:,} questions were here already; {len(skipped):,} skipped."
    )
    if skipped:
        path = errors or get_settings().data_dir / "imports" / f"{file.stem}.errors.csv"
        _write_errors(path, skipped)
        click.echo(f"What was skipped, and why: {path}")


def _import(archive: Archive, file: Path) -> tuple[Taken, list[tuple[int, str]]]:
    total = Taken()
    with (
        file.open("rb") as lines,
        click.progressbar(length=file.stat().st_size, label=file.name) as bar,
    ):
        reader = _Reader(lines, bar)
        threads = reader.threads()
        while batch := list(islice(threads, THREADS_A_TRANSACTION)):
            with transaction():
                lacking = list_lacking(archive, batch)
            for post in lacking:  # while others may write: it takes longest
                _ = post.html
            with transaction():
                total = total.plus(import_threads(archive, batch))
            # What is committed is not needed again: memory stays flat.
            db.session.expunge_all()
    return total, reader.skipped


def _look_at(archive: Archive, file: Path) -> tuple[Taken, list[tuple[int, str]]]:
    """Count what an import would add; nothing is written but the list of bad lines."""
    total = Taken()
    with (
        closing(SeenBefore()) as seen,
        file.open("rb") as lines,
        click.progressbar(length=file.stat().st_size, label=file.name) as bar,
    ):
        reader = _Reader(lines, bar)
        threads = reader.threads()
        while batch := list(islice(threads, THREADS_A_TRANSACTION)):
            total = total.plus(would_import(archive, batch, seen))
            db.session.rollback()
    return total, reader.skipped


def _write_errors(path: Path, skipped: list[tuple[int, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["line", "reason"])
        writer.writerows(skipped)
