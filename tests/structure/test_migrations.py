"""Migrations: one line of them, there and back on a filled database, equal to the models."""

import os
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy.engine.interfaces import ReflectedIndex
from sqlalchemy.exc import DBAPIError

from community.app import create_app
from community.cli.maintenance import bring_up_to_date, current_revision
from community.cli.sample import deals as sample_deals
from community.cli.sample import reviews as sample_reviews
from community.cli.sample import talk as sample_talk
from community.cli.sample.fill import fill_sample
from community.core import clock
from community.core.db import Base, db, transaction
from community.core.events import Audited, publish
from community.core.settings import Settings
from community.deals.owners import open_author
from moderation import heads, scoring
from moderation.audit import walk
from moderation.kinds import CaseState, Reason
from moderation.models import Case
from moderation.screening.facts import Rule
from moderation.screening.findings import list_findings
from moderation.screening.models import ScreeningFinding
from tests.closing import close

_OTHER = os.environ.get("FAIRQUOTE_TEST_DATABASE_URL", "")  # noqa: TID251 - the tests' own
_NAME = "fairquote_migrations"
_COPY = "_filled"
DEALS = 300


@pytest.fixture(scope="session")
def database_url(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[str]:
    """Return a database with nothing in it, of the kind that the other tests use."""
    if not _OTHER:
        yield f"sqlite:///{tmp_path_factory.mktemp('migrations') / 'empty.sqlite3'}"
        return
    name = f"{_NAME}_{worker_id}"
    _administer(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"')
    yield _postgres().set(database=name).render_as_string(hide_password=False)
    _administer(
        f'DROP DATABASE "{name}" WITH (FORCE)',
        f'DROP DATABASE IF EXISTS "{name}{_COPY}"',
    )


def _postgres() -> sa.URL:
    return sa.make_url(_OTHER.replace("postgresql://", "postgresql+psycopg://", 1))


def _administer(*statements: str) -> None:
    admin = sa.create_engine(_postgres(), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    admin.dispose()


@pytest.fixture(scope="session")
def _migrated(
    settings: Settings, database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("migrated")
    app = create_app(replace(settings, database_url=database_url, data_dir=folder))
    with app.app_context():
        bring_up_to_date()
    yield app
    close(app)


@pytest.fixture
def migrated(_migrated: Flask) -> Iterator[Flask]:
    """Run the test in an application on a database that migrations made.

    Made once for all, filled once for those who want it; other tests come between.
    """
    with _migrated.app_context():
        yield _migrated


def _scripts(app: Flask) -> ScriptDirectory:
    config = app.extensions["migrate"].migrate.get_config()
    return ScriptDirectory.from_config(config)


def _shape() -> dict[str, object]:
    """Return every table with its columns, keys, indexes and rules."""
    inspector = sa.inspect(db.engine)
    return {
        table: [
            sorted(
                (c["name"], str(c["type"]), c["nullable"])
                for c in inspector.get_columns(table)
            ),
            sorted(str(key) for key in inspector.get_foreign_keys(table)),
            sorted(map(_told, inspector.get_indexes(table))),
            sorted(str(unique) for unique in inspector.get_unique_constraints(table)),
            sorted(str(check) for check in inspector.get_check_constraints(table)),
        ]
        for table in inspector.get_table_names()
    }


def _told(index: ReflectedIndex) -> str:
    options = {k: str(v) for k, v in index.get("dialect_options", {}).items()}
    return f"{index['name']} {index['column_names']} {index['unique']} {options}"


def _tables() -> set[str]:
    return set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"}


def _counts(tables: Iterable[str]) -> dict[str, int]:
    with db.engine.connect() as connection:
        return {
            table: connection.scalar(
                sa.select(sa.func.count()).select_from(sa.table(table))
            )
            or 0
            for table in tables
        }


def test_there_is_one_head(migrated: Flask) -> None:
    assert len(_scripts(migrated).get_heads()) == 1


def test_migrations_are_dated_and_told_in_a_sentence(migrated: Flask) -> None:
    undated = [
        script.path
        for script in _scripts(migrated).walk_revisions()
        if not re.match(r"\d{4}_\d\d_\d\d_", Path(script.path).name) or not script.doc
    ]

    assert undated == []


@pytest.mark.usefixtures("migrated")
def test_models_equal_migrations() -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, Base.metadata) == []


def _checks(inspector: sa.Inspector, table: str) -> dict[str | None, set[str]]:
    return {  # each check with the words that it allows
        one["name"]: set(re.findall(r"'([^']*)'", one["sqltext"]))
        for one in inspector.get_check_constraints(table)
    }


@pytest.mark.usefixtures("migrated")
def test_constraints_equal_those_of_the_models(tmp_path: Path) -> None:
    # Alembic compares no CHECK; a database made from the models tells them all.
    if db.engine.dialect.name != "sqlite":
        pytest.skip("one dialect is enough: names and texts come from the same models")
    by_models = sa.create_engine(f"sqlite:///{tmp_path / 'models.sqlite3'}")
    Base.metadata.create_all(by_models)
    made, migrated = sa.inspect(by_models), sa.inspect(db.engine)

    differing = {
        table.name
        for table in Base.metadata.sorted_tables
        if _checks(made, table.name) != _checks(migrated, table.name)
    }
    by_models.dispose()

    assert differing == set()


@pytest.fixture(scope="session")
def _kept(_migrated: Flask) -> sa.URL:
    """Return where a database with all kinds of rows stands, to be copied from."""
    with (
        pytest.MonkeyPatch.context() as patch,
        _migrated.app_context(),
        transaction(),
    ):
        # All kinds of rows that the whole sample has, in half the time.
        patch.setattr(sample_deals, "DEALS", DEALS)
        patch.setattr(sample_deals, "_POPULAR", 99)
        patch.setattr(sample_talk, "THREADS", 60)
        patch.setattr(sample_reviews, "REVIEWS", 120)
        fill_sample(lambda _step: None)
    with _migrated.app_context():
        used = db.engine.url
        kept = used.set(database=f"{used.database}{_COPY}")
        _copy(used, kept)
    return kept


@pytest.fixture
def filled(_kept: sa.URL, migrated: Flask) -> Flask:
    """Run the test on the filled database, whatever the test before took from it."""
    _copy(_kept, db.engine.url)
    return migrated


def _copy(source: sa.URL, target: sa.URL) -> None:
    db.session.remove()
    db.engine.dispose()
    if source.get_backend_name() == "sqlite":
        # The last connection that closes leaves all in the one file.
        shutil.copy(source.database or "", target.database or "")
        return
    _administer(
        f'DROP DATABASE IF EXISTS "{target.database}" WITH (FORCE)',
        f'CREATE DATABASE "{target.database}" TEMPLATE "{source.database}"',
    )


@pytest.mark.usefixtures("filled")
def test_one_step_back_keeps_what_it_does_not_take() -> None:
    before = _counts(Base.metadata.tables)

    downgrade(revision="-1")
    left = _tables()
    upgrade()

    assert before["user"] > 10
    left -= {"inbox_entry", "inbox_item"}  # of a kind unknown one step back
    assert _counts(left) == {table: before[table] for table in left}


def _ids(question: str) -> set[int]:
    with db.engine.connect() as connection:
        return set(connection.scalars(sa.text(question)))


@pytest.mark.usefixtures("filled")
def test_what_stood_under_an_alias_is_hidden_from_a_version_that_knows_none() -> None:
    posts = _ids("SELECT id FROM post WHERE alias IS NOT NULL")
    threads = _ids("SELECT id FROM thread WHERE alias IS NOT NULL")
    by_moderators = _ids("SELECT id FROM post WHERE state = 'hidden'")

    downgrade(revision="moderation_1")
    hidden = _ids("SELECT id FROM post WHERE state = 'hidden' AND author_id > 0")
    hidden_threads = _ids("SELECT id FROM thread WHERE state = 'hidden'")
    miscounted = _ids(
        "SELECT id FROM thread WHERE answer_count <> (SELECT count(*) FROM post"
        " WHERE thread_id = thread.id AND place > 0 AND state = 'public')"
    )
    upgrade()

    assert len(threads) > 5
    assert (hidden, hidden_threads) == (posts | by_moderators, threads)
    assert miscounted == set()


@pytest.mark.usefixtures("filled")
def test_cases_forget_the_authors_of_what_stands_under_an_alias() -> None:
    rules = (Rule.TEAM, Rule.PATTERN, Rule.BURST)
    sealed = min(_ids("SELECT id FROM post WHERE author_id IS NULL"))
    signed = min(_ids("SELECT id FROM post WHERE author_id IS NOT NULL"))
    author = min(_ids('SELECT id FROM "user"'))
    told = {"sentence": "Found.", "weight": 1.0, "links": []}
    with transaction():
        hidden, named = db.session.scalars(sa.select(Case).limit(2))
        for case, post_id in ((hidden, sealed), (named, signed)):
            case.kind, case.object_id = "post", post_id
            case.state, case.author_id = CaseState.DECIDED, author
            case.rule, case.reason = rules[0], Reason.UNDISCLOSED
            case.score, case.harm = 99.0, 3
            for rule in rules:
                db.session.add(ScreeningFinding(case_id=case.id, rule=rule, **told))
                db.session.flush()  # in this order

    downgrade(revision="rooms_2")
    upgrade()

    db.session.expire_all()
    assert (hidden.author_id, hidden.rule) == (None, Rule.PATTERN)
    assert (hidden.reason, hidden.harm) == (Reason.UNDISCLOSED, 2)
    assert hidden.score < 99
    assert hidden.rank == scoring.rank(hidden.opened_at, hidden.score, 2)
    assert (named.author_id, named.rule) == (author, Rule.TEAM)
    assert (named.score, named.harm) == (99.0, 3)
    left = [[one.rule for one in list_findings(case)] for case in (hidden, named)]
    assert left == [[*rules[1:]], [*rules]]
    db.session.rollback()  # or the next test waits for the write lock


@pytest.mark.usefixtures("filled")
def test_what_was_counted_beside_a_question_is_parted_from_it() -> None:
    downgrade(revision="held_weeks_1")
    with db.engine.begin() as there:
        made_up = there.scalar(sa.text("SELECT count(*) FROM measured_fact"))
        there.exec_driver_sql(
            "INSERT INTO measured_fact (id, day, fact, times, detail, hours) VALUES"
            " (900001, '2031-01-06', 'question-asked', 1, '', 7),"
            " (900002, '2031-01-12', 'request-sent', 1, '', 9),"
            " (900003, '2031-01-12', 'answered', 1, '', NULL)"
        )
    upgrade()

    last = "SELECT fact, hours, id FROM measured_fact WHERE day {} ORDER BY fact"
    with db.engine.connect() as there:
        begin = there.exec_driver_sql(last.format("= '2031-01-06'")).all()
        end = there.exec_driver_sql(last.format("= '2031-01-12'")).all()
    # The waits stand at the Monday of their week.
    waits = [("question-to-request", 9), ("room-to-question", 7)]
    assert [row[:2] for row in begin] == [("question-asked", None), *waits]
    assert [row[:2] for row in end] == [("answered", None), ("request-sent", None)]
    assert min(row[2] for row in (*begin, *end)) > 900_003
    assert len(_ids("SELECT id FROM measured_fact WHERE id < 0")) == made_up > 0


def _counted(keys: dict[str, str | int]) -> list[int]:
    """Return how many deals each organisation has; on the way it got another id."""
    return sorted(Counter(keys.values()).values())


def _authors(column: str) -> dict[str, str | int]:
    told = sa.table("deal", sa.column("public_id"), sa.column(column))
    with db.engine.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(sa.select(told))}


@pytest.mark.usefixtures("filled")
def test_deals_know_their_authors_again_after_the_way_there_and_back() -> None:
    sealed = {k: open_author(str(v)) for k, v in _authors("sealed_author").items()}
    owners, organisations = _authors("owner_key"), _authors("org_key")

    downgrade(revision="prices_1")
    plain = _authors("author_id")
    upgrade()

    assert len(sealed) == DEALS
    assert plain == sealed
    assert _authors("owner_key") == owners
    assert len({*organisations.values()}) > 30
    assert _counted(_authors("org_key")) == _counted(organisations)
    assert {
        k: open_author(str(v)) for k, v in _authors("sealed_author").items()
    } == sealed


@pytest.mark.usefixtures("migrated")
@pytest.mark.parametrize("table", ["audit_head", "audit_row"])
@pytest.mark.parametrize(
    "change", ["UPDATE {} SET number = 9", "DELETE FROM {}", "TRUNCATE {}"]
)
def test_the_audit_takes_rows_and_lets_none_be_changed(table: str, change: str) -> None:
    if change.startswith("TRUNCATE") and db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no such statement")
    with transaction():
        publish(Audited(1, "moderator", "deal.read", "deal x", "A check."))
    with time_machine.travel(clock.now() + timedelta(days=1)), transaction():
        heads.publish()
    count = _counts(["audit_head", "audit_row"])

    with pytest.raises(DBAPIError, match="append-only"), db.engine.begin() as there:
        there.exec_driver_sql(change.format(table))

    assert _counts(["audit_head", "audit_row"]) == count
    assert (count["audit_head"] > 0, walk().broken_at) == (True, None)
    db.session.rollback()  # or the next test waits for the write lock


@pytest.mark.usefixtures("filled")
def test_foreign_keys_are_checked_again_after_a_migration() -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL always checks them")
    with db.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


@pytest.mark.usefixtures("filled")
def test_there_and_back_on_a_filled_database() -> None:
    before, head = _shape(), current_revision()

    downgrade(revision="base")
    left = _tables()
    upgrade()

    assert left == set()
    assert current_revision() == head
    assert _shape() == before
