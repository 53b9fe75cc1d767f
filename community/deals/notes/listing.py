"""Rows of notes that wait, and what an author is told of the own one."""

from collections.abc import Iterable
from dataclasses import dataclass

from community.deals.models import Deal
from community.deals.notes.kinds import NoteState
from community.deals.notes.models import DealNote
from community.deals.notes.queries import find_of_deal

_WORDS = {
    NoteState.WAITING: "It waits for a moderator.",
    NoteState.ACCEPTED: (
        "It is shown from the release on that counts your price, beside the figure of the "
        "product and without anything that says whose it is."
    ),
}


@dataclass(frozen=True)
class NoteRow:
    """One note that waits: what it is about, and nothing of whose it is."""

    public_id: str
    product: str


@dataclass(frozen=True)
class OwnNote:
    """A note as others would read it, and what has become of it."""

    text: str
    words: str


def note_rows(notes: Iterable[DealNote]) -> list[NoteRow]:
    return [NoteRow(one.public_id, one.deal.lines[0].product.name) for one in notes]


def own_note(deal: Deal) -> OwnNote | None:
    """Return for the author of `deal` what others may read of its note; in one query."""
    note = find_of_deal(deal)
    if note is None:
        return None
    rejected = f"It is not shown: {note.decision_reason}"
    return OwnNote(note.text, _WORDS.get(note.state, rejected))
