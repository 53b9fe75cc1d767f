from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts import jobs
from community.accounts.models import EmailToken, LoginSession, Registration
from community.accounts.rules import keeping, registering
from community.core.db import db, transaction
from community.core.jobs import JobRegistry

pytestmark = pytest.mark.usefixtures("context")


def test_jobs_are_registered_and_forgetting_recurs_hourly():
    registry = JobRegistry()
    jobs.register(registry)
    assert set(registry.handlers) == {
        "accounts.mail_proof",
        "accounts.send_link",
        "accounts.forget",
        "accounts.trust",
    }
    periodic = [(one.kind, one.every) for one in registry.periodics]
    assert periodic == [
        ("accounts.forget", timedelta(hours=1)),
        ("accounts.trust", timedelta(days=1)),
    ]


def test_what_has_run_out_is_forgotten(cast):
    def counts():
        db.session.rollback()
        return [
            db.session.scalar(sa.select(sa.func.count()).select_from(model))
            for model in (LoginSession, EmailToken, Registration)
        ]

    with time_machine.travel("2026-11-01T12:00:00Z", tick=False) as when:
        cast.login("ada")
        with transaction():
            keeping.ask_for_reset(email="ada@northwind.example", address="x")
        with transaction():
            registering.register(
                handle="grey_heron",
                email="n@acme.example",
                password="seven slow herons",
                address="x",
            )
        with transaction():
            jobs.forget()
        assert counts() == [1, 1, 1]
        when.shift(timedelta(days=8))
        with transaction():
            jobs.forget()
        assert counts() == [0, 0, 0]
