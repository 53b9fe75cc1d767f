"""Programs that ask the API: each member's with a token of theirs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from community.accounts.tokens import digest
from community.api.models import ApiToken
from community.api.scopes import PREFIX, Scope
from community.core import clock
from community.core.db import db
from community.deals import limits as deal_limits
from community.threads import limits as thread_limits
from tests.cast import Cast
from tests.remembering import remembered
from tests.security import town as towns
from tests.security.town import Town
from tests.threads.conftest import GENEROUS

ALL = tuple(Scope)


class Program:
    """Asks the API, with a token or without."""

    def __init__(self, app: Flask, token: str | None = None) -> None:
        self._limiter = app.extensions["fairquote.search"].limiter
        self._client = app.test_client(use_cookies=False)
        self.token = token

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        status: int | None = 200,
        headers: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> TestResponse:
        self._limiter.forget()
        sent = dict(headers or {})
        if self.token is not None:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        answer = self._client.open(
            f"/api/v1{path}", method=method, headers=sent, **kwargs
        )
        told = answer.get_data(as_text=True)
        if status is not None:
            assert answer.status_code == status, told
        if answer.status_code >= 400:
            assert answer.mimetype == "application/problem+json"
            assert answer.json["status"] == answer.status_code
        return answer

    def get(self, path: str, **kwargs: Any) -> Any:
        return self.ask(path, **kwargs).json

    def post(self, path: str, sent: Any = None, *, status: int = 201, **kwargs: Any):
        told = {} if sent is None else {"json": sent}
        return self.ask(path, method="POST", status=status, **told, **kwargs)


@pytest.fixture
def program(app: Flask) -> Program:
    """Return a program without a token."""
    return Program(app)


@pytest.fixture
def program_of(app: Flask, cast: Cast) -> Callable[..., Program]:
    """Return a way to make a program with a token of somebody's."""

    def make(handle: str, *scopes: Scope, days: int = 30, made: int = [0]) -> Program:
        made[0] += 1
        token = f"{PREFIX}{digest(f'{handle} {made[0]}')[:43]}"
        with app.app_context():
            db.session.add(
                ApiToken(
                    user_id=cast.actor(handle).user_id,
                    token_hash=digest(token),
                    label="Test",
                    ending=token[-4:],
                    scopes=[str(one) for one in scopes or ALL],
                    expires_at=clock.now() + timedelta(days=days),
                )
            )
            db.session.commit()
        return Program(app, token)

    return make


@pytest.fixture(autouse=True)
def _no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thread_limits, "LIMITS", GENEROUS)
    monkeypatch.setattr(deal_limits, "NEW_FOR", deal_limits.NEW_FOR * 0)


@pytest.fixture
def town(app: Flask, cast: Cast) -> Town:
    """Return a town with one of everything, of each member and of others."""
    return remembered(app, "town", towns.build)
