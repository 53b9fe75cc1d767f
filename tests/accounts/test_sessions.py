from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts import logins
from community.accounts.models import LoginSession
from community.accounts.rules import people, sessions
from community.core import clock
from community.core.actors import SYSTEM, VISITOR, Role
from community.core.db import db, transaction
from community.core.errors import NotFound
from community.core.sqlite import write_connection
from tests.queries import count_queries

pytestmark = pytest.mark.usefixtures("context")


def _start(user, user_agent="Firefox Linux"):
    with transaction():
        return sessions.start_session(user.id, user_agent=user_agent)


def _is_live(token):
    db.session.rollback()
    return logins.find_live_login(token) is not None


def _note(login):
    db.session.rollback()  # the test has only read, and yet holds the write lock
    sessions.note_use(login.id, last_seen_at=login.last_seen_at)


def _seen():
    db.session.rollback()
    return db.session.scalar(sa.select(LoginSession.last_seen_at))


def test_login_is_found_by_its_token_in_one_query(cast):
    token = _start(cast.ada)
    with count_queries() as seen:
        login = logins.find_live_login(token)
    assert login.actor == cast.actor("ada")
    assert len(seen) == 1


@pytest.mark.parametrize("token", ["", "x", "x" * 100_000, "\ud800", "\x00"])
def test_no_other_token_finds_anybody(cast, token):
    _start(cast.ada)
    assert logins.find_live_login(token) is None


def test_hash_in_the_database_is_no_token(cast):
    _start(cast.ada)
    stored = db.session.scalar(sa.select(LoginSession.token_hash))
    assert logins.find_live_login(stored) is None


def test_login_ends_after_seven_idle_days(cast):
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False) as when:
        token = _start(cast.ada)
        when.shift(timedelta(days=7, seconds=-1))
        assert _is_live(token)
        when.shift(timedelta(seconds=1))
        assert not _is_live(token)


def test_login_ends_after_thirty_days_however_busy(cast):
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False) as when:
        token = _start(cast.ada)
        for _ in range(5):
            when.shift(timedelta(days=6) - timedelta(seconds=1))
            login = logins.find_live_login(token)
            _note(login)
        assert _is_live(token)
        when.shift(timedelta(seconds=5))
        assert not _is_live(token)


def test_use_is_noted_every_ten_minutes_only(cast):
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False) as when:
        login = logins.find_live_login(_start(cast.ada))
        when.shift(timedelta(minutes=10, seconds=-1))
        with count_queries() as seen:
            sessions.note_use(login.id, last_seen_at=login.last_seen_at)
        assert seen == []
        when.shift(timedelta(seconds=1))
        _note(login)
        assert _seen() == clock.now()


def test_use_is_not_noted_while_somebody_writes_and_nobody_waits(app, cast):
    if not app.extensions["fairquote.settings"].is_sqlite:
        pytest.skip("PostgreSQL locks the row alone.")
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False) as when:
        login = logins.find_live_login(_start(cast.ada))
        before = _seen()
        when.shift(timedelta(hours=1))
        db.session.rollback()
        with write_connection() as writer:
            writer.execute(sa.text("UPDATE login_session SET label = 'x'"))
            sessions.note_use(login.id, last_seen_at=login.last_seen_at)
        assert _seen() == before
        _note(login)
        assert _seen() == clock.now()


def test_own_device_is_ended_and_no_other(cast):
    kept, ended = _start(cast.ada), _start(cast.ada)
    public_id = logins.find_live_login(ended).public_id
    with transaction():
        sessions.end_session(cast.actor("ada"), public_id)
    assert _is_live(kept)
    assert not _is_live(ended)


def test_device_of_somebody_else_is_not_found(cast):
    token = _start(cast.ada)
    public_id = logins.find_live_login(token).public_id
    for actor in (cast.actor("ben"), cast.actor("hana"), VISITOR):
        with pytest.raises(NotFound), transaction():
            sessions.end_session(actor, public_id)
    assert _is_live(token)
    with transaction():
        sessions.end_session(cast.actor("ada"), public_id)
    assert not _is_live(token)


def test_login_is_ended_by_its_token(cast):
    one, two = _start(cast.ada), _start(cast.ada)
    with transaction():
        sessions.end_login(one)
    assert (_is_live(one), _is_live(two)) == (False, True)


def test_all_others_are_ended(cast):
    tokens = [_start(cast.ada) for _ in range(3)]
    bens = _start(cast.ben)
    with transaction():
        sessions.end_other_sessions(cast.ada.id, keep=tokens[1])
    assert [_is_live(one) for one in tokens] == [False, True, False]
    assert _is_live(bens)
    with transaction():
        sessions.end_other_sessions(cast.ada.id, keep=None)
    assert not _is_live(tokens[1])
    assert _is_live(bens)


def test_lock_ends_every_login_at_once(cast):
    adas, bens = _start(cast.ada), _start(cast.ben)
    with transaction():
        people.lock_account(SYSTEM, "ada", "It was stolen.")
    assert (_is_live(adas), _is_live(bens)) == (False, True)


def test_lock_counts_even_where_a_row_is_left(cast):
    with transaction():
        people.lock_account(SYSTEM, "ada", "It was stolen.")
    token = _start(cast.ada)
    assert not _is_live(token)


def test_change_of_role_ends_every_login(cast):
    adas, bens = _start(cast.ada), _start(cast.ben)
    with transaction():
        people.change_role(SYSTEM, "ada", Role.MODERATOR)
    assert (_is_live(adas), _is_live(bens)) == (False, True)


def test_devices_are_listed_last_seen_first_and_only_ones_own(cast):
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False) as when:
        _start(cast.ada, "Firefox Linux")
        when.shift(timedelta(hours=1))
        _start(cast.ada, "Chrome Windows")
        _start(cast.ben, "curl")
        labels = [one.label for one in logins.list_sessions(cast.actor("ada"))]
        assert labels == ["Chrome on Windows", "Firefox on Linux"]
        assert logins.list_sessions(VISITOR) == []
        when.shift(timedelta(days=6, hours=23))
        labels = [one.label for one in logins.list_sessions(cast.actor("ada"))]
        assert labels == ["Chrome on Windows"]


def test_twenty_devices_at_most_the_oldest_goes(cast):
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False) as when:
        tokens = []
        for _ in range(22):
            when.shift(timedelta(minutes=1))
            tokens.append(_start(cast.ada))
        live = [_is_live(token) for token in tokens]
    assert live == [False, False] + [True] * 20


def test_logins_that_wait_for_a_code_push_no_device_out(cast):
    devices = [_start(cast.ada) for _ in range(20)]
    with transaction():
        waiting = [
            sessions.start_session(cast.ada.id, user_agent="x", awaits_code=True)
            for _ in range(3)
        ]
    assert all(_is_live(one) for one in devices)
    found = [logins.find_waiting_login(one) for one in waiting]
    assert found == [None, cast.ada.id, cast.ada.id]


def test_ended_logins_are_forgotten(cast):
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False) as when:
        _start(cast.ada)
        when.shift(timedelta(days=6))
        _start(cast.ben)
        when.shift(timedelta(days=2))
        with transaction():
            sessions.forget_ended_sessions()
        owners = list(db.session.scalars(sa.select(LoginSession.user_id)))
        assert owners == [cast.ben.id]


def test_clock_that_jumps_ahead_fails_closed(cast):
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False) as when:
        token = _start(cast.ada)
        when.shift(timedelta(days=400))
        assert not _is_live(token)
        when.shift(timedelta(days=-401))
        assert _is_live(token)
