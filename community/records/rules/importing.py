"""Taking in a file batch by batch, each in one transaction with how far it got."""

from community.core import clock
from community.core.db import db
from community.records.errorfile import ErrorFile
from community.records.kinds import RunState
from community.records.models import ImportRun
from community.records.reading import Reading
from community.records.rules.runs import Plan
from community.records.rules.writing import Target, write
from community.records.tally import Tally

BATCH = 2_000
"""Rows in a transaction: a second or less, so that others get to write in between."""


class Importer:
    """Goes on with a run where it stopped; opening it reads, step() writes."""

    def __init__(self, plan: Plan) -> None:
        self._target = Target(plan.run_id, plan.source_id, plan.mapping)
        self._reading = Reading(
            plan.path, plan.mapping, plan.source_key, clock.current_month()
        )
        columns = self._reading.file.columns
        self._errors = ErrorFile(plan.errors, columns, plan.error_bytes)
        self._rows_done = plan.rows_done
        self._reading.pass_over(plan.rows_done)

    @property
    def bytes_done(self) -> int:
        return self._reading.bytes_done

    def step(self) -> bool:
        """Take in the next batch in the caller's transaction; False when there is none.

        When somebody else has gone on with the run meanwhile, it is theirs.
        """
        run = db.session.get_one(
            ImportRun, self._target.run_id, with_for_update=True, populate_existing=True
        )
        if run.state is not RunState.IMPORTING or run.rows_done != self._rows_done:
            return False
        entries = self._reading.next_batch(BATCH)
        if not entries:
            run.state = RunState.SUMMARISING
            run.bytes_done = run.file_bytes
            return False
        tally = Tally.from_json(run.counts)
        notes = write(self._target, entries, tally)
        if notes:
            self._errors.append(notes)
        self._rows_done += len(entries)
        run.rows_done = self._rows_done
        run.bytes_done = self.bytes_done
        run.error_bytes = self._errors.size
        run.counts = tally.as_json()
        return True
