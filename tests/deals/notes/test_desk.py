"""From the form to the moderators' desk: what they read, take out, decide, and who learns it."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from community.core.actors import SYSTEM
from community.core.db import db, transaction
from community.core.jobs import Job
from community.deals.jobs import TAKE_IN_NOTES, take_in_notes
from community.deals.models import Deal
from community.deals.notes.models import DealNote
from community.deals.notes.queries import PAGE_SIZE, find_of_deal
from community.deals.notes.rules import accept_note, accept_samples, take_in
from community.deals.rules.reporting import (
    erase_deal,
    revise_deal,
    submit_deal,
    submit_samples,
    withdraw_deal,
)
from moderation.models import AuditRow
from tests.queries import count_queries

DESK = "/moderation/deals/notes/"
NOTE = "They gave in when Grove came up. Ask for $41,300 less, as ada did at northwind."
READ = "They gave in when [removed] came up. Ask for [removed] less, as [removed] did at [removed]."
YES = {"verdict": "accept", "reason": "Nothing tells."}
NO = {"verdict": "reject", "ground": "tells-who", "reason": "It names a rival."}


@pytest.fixture
def noted(app, cast, draft):
    """Return a function that reports a deal of `handle` with a note; its public ids."""

    def report(handle: str = "ada", note: str = NOTE) -> tuple[str, str]:
        with app.app_context(), transaction():
            said = replace(draft, note=note, is_separate=True)
            (deal,) = submit_samples([(cast.actor(handle), said)])
            return deal.public_id, _note(deal).public_id

    return report


@pytest.fixture
def mo(cast):
    return cast.page("mo")


def _note(deal: Deal) -> DealNote:
    note = find_of_deal(deal)
    assert note is not None
    return note


def the_note(app) -> tuple[str, str]:
    with app.app_context():
        note = db.session.scalars(sa.select(DealNote)).one()
        return note.text, note.state


def test_a_moderator_reads_a_note_without_what_tells_and_accepts_less(app, mo, noted):
    deal, note = noted()
    listed = mo.get(DESK)
    assert "Note 1, Arbor Desk" in listed.words()

    asked = mo.get(DESK + note)
    assert asked.form(having="reason")["fields"]["note"] == READ
    less = "They gave in. Ask for [removed] less."
    mo.follow(mo.send(asked, {**YES, "note": less}, having="reason", status=303))

    assert the_note(app) == (less, "accepted")
    assert "No note waits." in mo.get(DESK).words()
    assert "It has been decided on." in mo.get(DESK + note).words()
    with app.app_context():
        rows = db.session.scalars(sa.select(AuditRow).order_by(AuditRow.number)).all()
        told = [(one.action, one.reason, one.subject) for one in rows]
    assert told == [("note.accepted", "Nothing tells.", f"note {note}")]
    assert deal not in repr(told)


def test_its_author_reads_what_became_of_it(cast, mo, noted):
    deal, note = noted()
    own = f"/deals/mine/{deal}"
    before = cast.page("ada").get(own).words()
    assert "It waits for a moderator." in before
    assert READ in before

    mo.send(mo.get(DESK + note), NO, having="reason", status=303)

    assert "It is not shown: It names a rival." in cast.page("ada").get(own).words()


@pytest.mark.parametrize(
    ("data", "status", "says"),
    [
        ({**YES, "reason": ""}, 403, "Say why"),
        ({"reason": "Why not."}, 422, "Say whether it may."),
        ({**NO, "ground": ""}, 422, "Say on which ground"),
        ({**NO, "ground": "mood"}, 422, "Not a valid choice"),
        ({**YES, "verdict": "maybe"}, 422, "Not a valid choice"),
        ({**YES, "note": "They gave in by forty."}, 422, "none may be put in"),
        ({**YES, "note": "[removed]"}, 422, "Nothing is left to read."),
        ({**YES, "note": "x" * 5_000}, 422, "That is longer than it was."),
    ],
)
def test_what_is_wrong_is_said_and_decides_nothing(app, mo, noted, data, status, says):
    _, note = noted()

    page = mo.post(DESK + note, {"note": READ, **data}, status=status)

    assert says in page.text
    assert the_note(app) == (READ, "waiting")


def test_two_moderators_do_not_decide_twice(app, cast, mo, noted):
    _, note = noted()
    asked = mo.get(DESK + note)
    mia = cast.page("mia")
    mia.send(mia.get(DESK + note), NO, having="reason", status=303)

    page = mo.send(asked, YES, having="reason", status=409)

    assert "Somebody has decided on this already." in page.text
    assert the_note(app) == (READ, "rejected")


def test_a_moderator_s_own_is_left_to_others(app, cast, mo, draft):
    with app.app_context(), transaction():
        said = replace(draft, note=NOTE)
        deal = submit_deal(cast.actor("mo"), said)
        db.session.flush()
        note = _note(deal).public_id

    assert "No note waits." in mo.get(DESK).words()
    mo.get(DESK + note, status=403)
    assert "Note 1" in cast.page("mia").get(DESK).words()


def test_the_list_comes_in_pages_of_as_many_queries(mo, noted):
    noted()
    with count_queries() as for_one:
        mo.get(DESK)
    for number in range(PAGE_SIZE):
        noted("cleo", f"Round {chr(97 + number)} helped.")
    with count_queries() as for_many:
        first = mo.get(DESK)

    assert len(for_many) == len(for_one) <= 7
    assert any("after=" in link for link in first.links)
    mo.get(f"{DESK}?sort=price", status=400)


def test_a_changed_note_waits_anew_and_an_unchanged_one_stays(app, cast, draft):
    ada = cast.actor("ada")
    with app.app_context(), transaction():
        deal = submit_deal(ada, replace(draft, note="They gave in."))
        accept_note(SYSTEM, _note(deal), "They gave in.", "Fine.")
        first = _note(deal).public_id
        dearer = replace(draft, note="They gave in.", satisfaction=5)
        revise_deal(ada, deal, dearer, version=1)
        assert (_note(deal).public_id, _note(deal).state) == (first, "accepted")

        revise_deal(ada, deal, replace(dearer, note="They did not."), version=2)
        db.session.expire_all()
        assert (_note(deal).text, _note(deal).state) == ("They did not.", "waiting")

        revise_deal(ada, deal, replace(dearer, note=""), version=3)
        assert find_of_deal(deal) is None


def test_what_is_withdrawn_waits_no_more_and_erasing_deletes(app, cast, mo, noted):
    _, note = noted()
    with app.app_context(), transaction():
        deal = db.session.scalars(sa.select(Deal)).one()
        withdraw_deal(cast.actor("ada"), deal)
    assert "No note waits." in mo.get(DESK).words()
    mo.get(DESK + note, status=404)

    with app.app_context(), transaction():
        erase_deal(cast.actor("ada"), db.session.scalars(sa.select(Deal)).one())
    with app.app_context():
        assert db.session.scalars(sa.select(DealNote)).all() == []


@pytest.mark.usefixtures("context")
def test_a_note_of_nothing_but_numbers_is_none(cast, draft):
    deal = submit_deal(cast.actor("ada"), replace(draft, note="$41,300!"))

    assert find_of_deal(deal) is None


@pytest.mark.usefixtures("context")
def test_of_an_author_who_is_gone_no_name_is_known(cast, draft):
    deal = submit_deal(cast.actor("ada"), draft)
    deal.note = "ada said so"

    take_in(deal, 10**9)

    assert _note(deal).text == "ada said so"


@pytest.mark.usefixtures("context")
def test_sample_notes_are_accepted_but_for_some(cast, draft):
    notes = [replace(draft, note=f"Round {chr(97 + n)} helped.") for n in range(20)]
    submit_samples([(cast.actor("ada"), one) for one in notes])

    accept_samples()

    states = db.session.scalars(sa.select(DealNote.state)).all()
    assert sorted(states) == ["accepted"] * 19 + ["waiting"]


@pytest.mark.usefixtures("context")
def test_notes_from_before_there_was_a_desk_are_taken_in_once(cast, draft, monkeypatch):
    monkeypatch.setattr("community.deals.notes.queries.MOST_AT_ONCE", 2)
    said = ["ada said so.", "$41,300!", "", "Ask twice.", "Gone."]
    deals = submit_samples(
        [(cast.actor("ada"), replace(draft, note=one)) for one in said]
    )
    db.session.execute(sa.delete(DealNote))
    deals[4].owner_key = "of somebody who is gone"
    withdraw_deal(cast.actor("ada"), deals[3])

    take_in_notes(after=0)
    waiting = sa.select(Job).where(Job.kind == TAKE_IN_NOTES)
    for _ in range(2):
        job = db.session.scalars(waiting).one()
        db.session.delete(job)
        take_in_notes(**job.args)

    assert db.session.scalars(waiting).all() == []
    take_in_notes(after=0)
    assert [note and note.text for note in map(find_of_deal, deals)] == [
        "[removed] said so.",
        None,
        None,
        "Ask twice.",
        None,
    ]
