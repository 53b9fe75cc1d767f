"""Which notes a release shows: of buyers who are in a figure that is on show, one of each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from community.core.chunks import chunks
from community.core.db import db
from community.deals.notes.models import DealNote
from community.deals.notes.queries import list_accepted
from community.prices.candidates import under_key
from community.prices.computing import Computed
from community.prices.gathering import Organised
from community.prices.kinds import CellKind
from community.prices.models import CellBasis, PriceCell, PriceNote, Release, Series


@dataclass(frozen=True)
class Candidate:
    """A note that may be shown, and what its author's organisation contributes."""

    note: DealNote
    series_key: str
    organisation: str
    contributes: str


def candidates(found: Iterable[Computed], who: Organised) -> list[Candidate]:
    """Return the notes of those who are in the totals of `found`, of which none is shown yet."""
    accepted = {line_id: (note, key) for note, line_id, key in list_accepted()}
    wanted = []
    for series in found:
        total = series.published.total
        if total is None:
            continue
        for line_id in sorted(series.line_ids & accepted.keys()):
            note, org_key = accepted[line_id]
            organisation = who.roots.get(org_key, "")
            member = total.members.get(organisation)
            if member is not None:
                said = under_key(member.fingerprint)
                wanted.append(Candidate(note, series.key.text, organisation, said))
    return sorted(wanted, key=lambda one: one.note.public_id)


def show_notes(release: Release, wanted: Iterable[Candidate]) -> None:
    """Make the snapshot's notes those of `wanted` that stand beside a figure.

    A note is new when the figure that is on show rests on its author's price as it is
    now: so it never tells earlier than the figure, and the figure moves by three. It
    stays while its author is in. One of each organisation and product.
    """
    wanted = list(wanted)
    before = {row.note_id: row for row in db.session.scalars(sa.select(PriceNote))}
    on_show = _on_show({one.series_key for one in wanted})
    shown: set[tuple[int, str]] = set()
    for one in sorted(wanted, key=lambda one: one.note.id not in before):
        row = before.get(one.note.id)
        series, members = on_show.get(one.series_key, (None, {}))
        if series is None or one.organisation not in members:
            continue
        is_in = members[one.organisation] == one.contributes
        place = (series.product_id, one.organisation)
        if place in shown or not (is_in or row):
            continue
        shown.add(place)
        if row is None:
            row = PriceNote(note_id=one.note.id, released_in_id=release.id)
            db.session.add(row)
        row.product_id, row.series, row.text = series.product_id, series, one.note.text
        before.pop(one.note.id, None)
    for gone in before.values():
        db.session.delete(gone)


def _on_show(keys: Iterable[str]) -> dict[str, tuple[Series, Mapping[str, str]]]:
    """Return the series whose totals are on show, each with who they rest on."""
    db.session.flush()  # the figures of this release are among them
    totals = (
        sa.select(Series, CellBasis)
        .join(PriceCell, PriceCell.series_id == Series.id)
        .join(CellBasis, CellBasis.cell_id == PriceCell.id)
        .where(PriceCell.is_current, PriceCell.kind == CellKind.TOTAL)
    )
    return {
        series.key: (series, {name: said[0] for name, said in basis.members.items()})
        for chunk in chunks(sorted(keys))
        for series, basis in db.session.execute(totals.where(Series.key.in_(chunk)))
    }
