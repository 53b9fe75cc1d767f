"""What public records hold of a person: which host imported them."""

from community.core.personal import Fate, Held, Kept, Part, nobodys
from community.core.settings import Settings
from community.records import jobs
from community.records.models import (
    ImportRun,
    PriceRecord,
    PriceSource,
    RecordSummary,
    SavedMapping,
    StaleProduct,
)

HELD = (
    Held(
        ImportRun,
        Fate.KEPT,
        "Imports that you started",
        lambda person: ImportRun.started_by_id == person.user_id,
        why="What was imported and when, so that it can be taken back.",
    ),
    Held(
        SavedMapping,
        Fate.KEPT,
        "Mappings of columns that you saved",
        lambda person: SavedMapping.saved_by_id == person.user_id,
        why="The site’s next import needs it.",
    ),
    *nobodys(PriceRecord, PriceSource, RecordSummary, StaleProduct),
)


def retention(_settings: Settings) -> tuple[Kept, ...]:
    return (
        Kept(
            "Files of public prices that the host uploaded",
            f"{jobs.KEPT.days} days",
            "To run an import again.",
        ),
    )


PART = Part("records", "Public records", HELD, retention)
