"""The life of an import: uploaded, given a mapping, checked, imported, perhaps undone."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import sqlalchemy as sa

from community.core import clock
from community.core.actors import Actor
from community.core.db import db, new_public_id
from community.core.errors import Conflict
from community.core.events import publish
from community.core.jobs import enqueue
from community.core.settings import get_settings
from community.core.text import clean_line
from community.core.uploads import arriving, keep_upload
from community.records.access import require_importer
from community.records.errorfile import ErrorFile, note_of_flag
from community.records.events import PricesImported
from community.records.files import open_csv
from community.records.kinds import NAME_LENGTH, Flag, RunState
from community.records.mapping import Mapping
from community.records.mappingtext import parse_mapping
from community.records.mappingwriting import write_mapping
from community.records.models import ImportRun, PriceRecord, PriceSource
from community.records.reading import require_columns
from community.records.rules.sources import ensure_source, source_key
from community.records.rules.writing import mark_stale
from community.records.runlist import far_records
from community.records.tally import Tally

CHECK_JOB = "records.check"
IMPORT_JOB = "records.import"
REFRESH_JOB = "records.refresh"

MOST_UPLOADED = 100_000_000
"""Bytes of a file that comes through the browser; the command takes any size."""

_FAILURE_LENGTH = 500
_BUSY = frozenset({RunState.CHECKING, RunState.IMPORTING, RunState.SUMMARISING})
_STARTABLE = frozenset(
    {RunState.UPLOADED, RunState.CHECKED, RunState.FAILED, RunState.LEFT}
)
_UNDOABLE = frozenset({RunState.DONE, RunState.FAILED, RunState.LEFT})


@dataclass(frozen=True)
class Plan:
    """Everything that reading the file needs, without the database."""

    run_id: int
    path: Path
    mapping: Mapping
    source_id: int
    source_key: str
    rows_done: int
    errors: Path
    error_bytes: int


def imports_folder() -> Path:
    return get_settings().data_dir / "imports"


def errors_path(run: ImportRun) -> Path:
    return imports_folder() / f"{run.public_id}.errors.csv"


def upload(actor: Actor, stream: BinaryIO, file_name: str) -> ImportRun:
    """Keep a file for import; Invalid when it is no table, TooLarge above the limit."""
    require_importer(actor)
    public_id = new_public_id()
    path = imports_folder() / f"{public_id}.csv"
    with arriving(path):
        digest, size = keep_upload(
            stream, path, most=MOST_UPLOADED, command="fairquote import prices"
        )
        label = open_csv(path).label
    run = ImportRun(
        public_id=public_id,
        file_name=clean_line(file_name)[:NAME_LENGTH] or "unnamed",
        file_hash=digest,
        file_bytes=size,
        file_label=label,
        path=str(path),
        started_by_id=actor.user_id,
    )
    db.session.add(run)
    return run


def begin_from_file(
    actor: Actor, path: Path, *, mapping_name: str, mapping: Mapping
) -> ImportRun:
    """Start importing a file where it lies, for the command.

    A run of the same file that was left in the middle is closed: its rows are here
    already, and this one counts them so.
    """
    require_importer(actor)
    table = open_csv(path, mapping.file)
    require_columns(table, mapping)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    db.session.execute(
        sa.update(ImportRun)
        .where(
            ImportRun.file_hash == digest,
            ImportRun.path == str(path.absolute()),
            ImportRun.state.in_((RunState.IMPORTING, RunState.SUMMARISING)),
        )
        .values(state=RunState.LEFT)
    )
    run = ImportRun(
        file_name=clean_line(path.name)[:NAME_LENGTH] or "unnamed",
        file_hash=digest,
        file_bytes=path.stat().st_size,
        file_label=table.label,
        path=str(path.absolute()),
        mapping_name=mapping_name,
        mapping=write_mapping(mapping),
        state=RunState.IMPORTING,
        started_by_id=actor.user_id,
    )
    db.session.add(run)
    db.session.flush()  # for its id
    return run


def choose_mapping(
    actor: Actor, run: ImportRun, mapping: Mapping, *, name: str = ""
) -> None:
    """Say how the file is to be read; what was checked under another mapping is forgotten."""
    require_importer(actor)
    _require(run, _STARTABLE, "This import has begun: upload the file again.")
    table = open_csv(Path(run.path), mapping.file)
    require_columns(table, mapping)
    source_key(mapping.source)
    run.mapping_name = name
    run.mapping = write_mapping(mapping)
    run.file_label = table.label
    run.state = RunState.UPLOADED
    run.checked, run.preview, run.failure = {}, [], ""


def ask_check(actor: Actor, run: ImportRun) -> None:
    """Have the file read without storing anything."""
    require_importer(actor)
    _require_mapping(run)
    _require(run, _STARTABLE, "This import has begun already.")
    run.state = RunState.CHECKING
    run.bytes_done = run.error_bytes = 0
    enqueue(CHECK_JOB, run_id=run.id)


def ask_import(actor: Actor, run: ImportRun) -> None:
    """Have the file imported by the worker, batch by batch."""
    require_importer(actor)
    _require_mapping(run)
    _require(run, _STARTABLE, "This import has begun already.")
    run.state = RunState.IMPORTING
    run.rows_done = run.bytes_done = run.error_bytes = 0
    run.counts, run.failure = {}, ""
    enqueue(IMPORT_JOB, run_id=run.id)


def plan_of(run_id: int) -> Plan:
    """Return what reading the run's file needs; its source is brought up to date."""
    run = db.session.get_one(ImportRun, run_id)
    mapping = parse_mapping(run.mapping)
    source: PriceSource = ensure_source(mapping.source)
    return Plan(
        run_id=run.id,
        path=Path(run.path),
        mapping=mapping,
        source_id=source.id,
        source_key=source.key,
        rows_done=run.rows_done,
        errors=errors_path(run),
        error_bytes=run.error_bytes,
    )


def fail(run_id: int, sentence: str) -> None:
    run = db.session.get_one(ImportRun, run_id)
    run.state = RunState.FAILED
    run.failure = sentence[:_FAILURE_LENGTH]
    run.finished_at = clock.now()


def complete(run_id: int) -> None:
    """Close a run whose rows are in and whose summaries are computed."""
    run = db.session.get_one(ImportRun, run_id)
    if run.state is not RunState.SUMMARISING:
        return
    tally = Tally.from_json(run.counts)
    far = far_records(run.id)
    if far:
        tally.flagged[Flag.FAR] = len(far)
        errors = ErrorFile(errors_path(run), (), run.error_bytes)
        errors.append(note_of_flag(line, Flag.FAR, detail=said) for line, said in far)
        run.error_bytes = errors.size
    run.counts = tally.as_json()
    run.state = RunState.DONE
    run.finished_at = clock.now()
    publish(PricesImported(run.id, tally.taken))


def undo(actor: Actor, run: ImportRun) -> None:
    """Take back the records that a run added; list prices and catalogue entries stay."""
    require_importer(actor)
    _require(run, _UNDOABLE, "Only an import that has ended can be undone.")
    mine = PriceRecord.run_id == run.id
    mark_stale(
        db.session.scalars(sa.select(PriceRecord.product_id).where(mine).distinct())
    )
    db.session.execute(sa.delete(PriceRecord).where(mine))
    run.state = RunState.UNDONE
    run.finished_at = clock.now()
    enqueue(REFRESH_JOB)


def _require(run: ImportRun, states: frozenset[RunState], sentence: str) -> None:
    if run.state in _BUSY:
        raise Conflict("The worker is busy with this file. Wait until it is done.")
    if run.state not in states:
        raise Conflict(sentence)


def _require_mapping(run: ImportRun) -> None:
    if not run.mapping:
        raise Conflict("Say first what the columns mean.")
