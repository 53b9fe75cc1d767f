"""The audit: each row holds the hash of the one before, and a change anywhere shows."""

import threading
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.core import clock
from community.core.actors import Role
from community.core.db import db, transaction
from community.core.events import Audited, publish
from moderation import audit, heads
from moderation.audit import BEGINNING, walk
from moderation.commands import verify
from moderation.models import AuditHead, AuditRow


@pytest.fixture(autouse=True)
def _context(context):
    pass


def do(*reasons: str, subject: str = "deal abc") -> None:
    for reason in reasons:
        with transaction():
            publish(Audited(7, Role.MODERATOR, "deal.read", subject, reason))


def rows() -> list[AuditRow]:
    return list(db.session.scalars(sa.select(AuditRow).order_by(AuditRow.number)))


def change(which_row: int, **values: object) -> None:
    # The tables of tests come without the triggers of the migration.
    with transaction():
        which = sa.update(AuditRow).where(AuditRow.number == which_row)
        db.session.execute(which.values(**values))


def test_a_row_says_who_did_what_and_why():
    do("The price looks wrong.")

    (row,) = rows()
    assert (
        row.number,
        row.actor_id,
        row.role,
        row.action,
        row.subject,
        row.reason,
    ) == (
        1,
        7,
        "moderator",
        "deal.read",
        "deal abc",
        "The price looks wrong.",
    )
    assert row.previous_hash == BEGINNING


def test_each_row_holds_the_hash_of_the_one_before():
    do("one", "two", "three")

    first, second, third = rows()
    assert (second.previous_hash, third.previous_hash) == (first.hash, second.hash)
    assert (walk().rows, walk().head, walk().broken_at) == (3, third.hash, None)


def test_an_empty_audit_is_whole():
    assert (walk().rows, walk().head, walk().broken_at) == (0, BEGINNING, None)


def test_a_row_is_lost_with_what_it_tells():
    publish(Audited(7, Role.MODERATOR, "deal.read", "deal abc", "Never happened."))
    assert len(rows()) == 1

    db.session.rollback()

    assert rows() == []


@pytest.mark.parametrize(
    "values",
    [
        {"reason": "another"},
        {"actor_id": 8},
        {"actor_id": None},
        {"role": "host"},
        {"action": "deal.author-revealed"},
        {"subject": "deal abd"},
        {"at": None},
        {"hash": "1" * 64},
        {"previous_hash": "1" * 64},
        {"number": 9},
    ],
)
def test_a_changed_row_is_found(values):
    do("one", "two", "three")
    if "at" in values:
        values = {"at": rows()[0].at.replace(year=2020)}

    change(2, **values)

    assert walk().broken_at == 2


def test_a_missing_row_is_found():
    do("one", "two", "three")
    with transaction():
        db.session.execute(sa.delete(AuditRow).where(AuditRow.number == 2))

    assert walk().broken_at == 2


def test_long_subjects_are_cut_and_still_whole():
    do("one", subject="/moderation/deals/" + "x" * 500)

    assert len(rows()[0].subject) == 200
    assert walk().broken_at is None


def test_a_long_audit_is_walked_in_batches(monkeypatch):
    monkeypatch.setattr(audit, "_BATCH", 2)
    do("one", "two", "three", "four", "five")

    assert (walk().rows, walk().broken_at) == (5, None)
    change(5, reason="six")
    assert walk().broken_at == 5


def test_writers_at_the_same_time_make_one_chain(app):
    troubles = []

    def write(name: str) -> None:
        try:
            with app.app_context():
                for number in range(5):
                    do(f"{name} {number}")
        except Exception as error:  # noqa: BLE001 - told below
            troubles.append(error)

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert troubles == []
    assert (walk().rows, walk().broken_at) == (20, None)


def test_the_command_says_that_the_chain_is_whole(app):
    do("one", "two")

    done = app.test_cli_runner().invoke(verify)

    assert done.exit_code == 0
    assert done.output == (
        f"2 rows, chain whole, through 0 known heads\nHead 2:{rows()[-1].hash}\n"
    )


def test_the_command_names_the_first_bad_row_and_fails(app):
    do("one", "two", "three")
    change(2, reason="another")

    done = app.test_cli_runner().invoke(verify)

    assert done.exit_code == 1
    assert "row 2" in done.output


def published(*days: int) -> None:
    for day in days:
        with time_machine.travel(clock.now() + timedelta(days=day)), transaction():
            heads.publish()


def told(app, *options: str) -> tuple[int, str]:
    ended = app.test_cli_runner().invoke(verify, options)
    return ended.exit_code, ended.output


def test_a_head_is_published_once_for_each_day(app):
    published(1)
    assert heads.find_latest() is None
    do("one", "two")
    published(0)
    assert heads.find_latest() is None
    published(1, 1, 2)

    found = db.session.scalars(sa.select(AuditHead).order_by(AuditHead.id)).all()
    today = clock.now().date()
    assert [one.day - today for one in found] == [timedelta(0), timedelta(days=1)]
    assert {(one.number, one.hash) for one in found} == {(2, rows()[1].hash)}
    assert told(app)[1].startswith("2 rows, chain whole, through 2 known heads")


def test_rows_that_are_cut_off_are_missed(app):
    do("one", "two", "three")
    noted = f"3:{rows()[-1].hash}"
    with transaction():
        db.session.execute(sa.delete(AuditRow).where(AuditRow.number > 1))
    assert told(app)[0] == 0  # nobody has noted what was there
    code, sentence = told(app, "--head", noted)
    assert (code, "ends at row 1, but row 3 was noted" in sentence) == (1, True)

    with transaction():
        row = {"number": 2, "hash": "a" * 64, "published_at": clock.now()}
        db.session.add(AuditHead(day=date(2026, 11, 27), **row))
    code, sentence = told(app)
    assert code == 1
    assert "row 2 was published for 27 November 2026: rows at its end" in sentence


def test_a_chain_that_was_written_anew_is_found(app):
    do("one", "two", "three")
    published(1)
    noted = f"2:{rows()[1].hash}"
    with transaction():
        db.session.execute(sa.delete(AuditRow))
    do("one", "nothing", "three", "four")

    assert (walk().rows, walk().broken_at) == (4, None)
    code, sentence = told(app)
    assert code == 1
    assert "Row 3 is not the one that was published for" in sentence
    code, sentence = told(app, "--head", noted.upper())
    assert (code, "Row 2 is not the one that was noted" in sentence) == (1, True)
    hashed = noted.partition(":")[2]
    code, sentence = told(app, "--head", hashed, "--head", f"4:{rows()[-1].hash}")
    assert code == 1
    with transaction():
        db.session.execute(sa.delete(AuditHead))
    code, sentence = told(app, "--head", hashed)
    assert (code, f"No row has the hash {hashed}, which was noted" in sentence) == (
        1,
        True,
    )
    assert told(app, "--head", rows()[1].hash)[0] == 0


def test_a_day_on_which_nothing_ran_has_its_head_too(app, monkeypatch):
    do("one")
    monkeypatch.setattr(heads, "_MOST_DAYS", 3)
    published(5)
    found = sa.select(AuditHead.day).order_by(AuditHead.id)
    today = clock.now().date()
    days = [timedelta(days=one) for one in range(5)]

    assert [one - today for one in db.session.scalars(found)] == days[:3]
    published(5)
    assert [one - today for one in db.session.scalars(found)] == days


@pytest.mark.parametrize(
    "noted", ["", "1", ":", "0:" + "a" * 64, "1:abc", "x:" + "a" * 64]
)
def test_what_is_no_head_is_said(app, noted):
    code, sentence = told(app, "--head", noted)

    assert (code, "is no head" in sentence) == (2, True)
