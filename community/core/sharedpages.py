"""Members' pages, made once for all of whom the same is known, and filled in for each.

In front of Flask: the cookie is checked, and one statement finds the login and what the
page tells its reader of themselves. What is shared was made for a stand-in (core.standin)
and holds as long as nothing public is written; an answer costs that statement and filling
in. Who has written or begun something on the page has it made as themselves and kept for
nobody else, until they change something of theirs too. Who is no plain member gets a page
from Flask each time; so does everybody in doubt.
"""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping
from contextvars import Context
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

from flask import Flask, g
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect

from community.core import formtimes, pagebudget
from community.core.actors import Actor, Role
from community.core.cookies import PlainSession, SessionCookies
from community.core.db import ask, db
from community.core.madepages import (
    Fillings,
    Headers,
    MadePage,
    Shelf,
    Wsgi,
    fill_in,
    make_page,
)
from community.core.packing import packing_for
from community.core.settings import Settings
from community.core.sharing import (
    OWN,
    Known,
    Question,
    Reader,
    Row,
    SharedPage,
    Sharing,
)
from community.core.sqlite import expect_reads_only
from community.core.standin import StandIn

_MOST_BYTES = 32 * 1024 * 1024
_MOST_READERS = 4_096
_MOST_QUERY = 200
_WAITS_SECONDS = 1.0
"""For a page that another thread makes; after that Flask makes one's own."""

Environ = dict[str, Any]


@dataclass(frozen=True)
class _Asked:
    page: SharedPage
    args: Mapping[str, Any]
    session: PlainSession
    packing: str


class SharedPages:
    """WSGI middleware that answers plain members' GETs of shared pages."""

    def __init__(self, app: Flask, wsgi: Wsgi, sharing: Sharing) -> None:
        self._app = app
        self._wsgi = wsgi
        self._sharing = sharing
        self._cookies = SessionCookies(app)
        self._match = lru_cache(1_000)(self._match_path)
        self._questions: dict[SharedPage, Question] = {}
        self._adapter: MapAdapter | None = None
        self._whose = lru_cache(_MOST_READERS)(self._find_user)
        self._fillings: OrderedDict[Hashable, Fillings] = OrderedDict()
        self._lock = threading.Lock()
        self._making = threading.Lock()
        self.shelf = Shelf(_MOST_BYTES)

    def __call__(self, environ: Environ, start: Any) -> Iterable[bytes]:
        asked = self._asked(environ)
        answer = None if asked is None else self._answer(asked, environ)
        if answer is None:
            return self._wsgi(environ, start)
        headers, body = answer
        start("200 OK", headers)
        return [body]

    def _asked(self, environ: Environ) -> _Asked | None:
        """Return what is asked for, if it is a shared page and no more is wished."""
        if (
            environ["REQUEST_METHOD"] != "GET"
            or "HTTP_AUTHORIZATION" in environ
            or "HTTP_RANGE" in environ
            or pagebudget.WAIT in environ
        ):
            return None
        session = self._cookies.find_plain(environ.get("HTTP_COOKIE", ""))
        found = None if session is None else self._match(environ["PATH_INFO"])
        packing = packing_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
        if session is None or found is None or packing is None:
            return None
        if not _takes(found[0], environ.get("QUERY_STRING", "")):
            return None
        return _Asked(*found, session, packing)

    def _match_path(self, path: str) -> tuple[SharedPage, Mapping[str, Any]] | None:
        if not (path.isascii() and path.isprintable()):
            return None
        if self._adapter is None:  # not before all routes are there
            self._adapter = self._app.url_map.bind("localhost")
        try:
            endpoint, args = self._adapter.match(path, method="GET")
        except (HTTPException, RequestRedirect):
            return None
        page = self._sharing.pages.get(endpoint)
        return None if page is None else (page, args)

    def _answer(self, asked: _Asked, environ: Environ) -> tuple[Headers, bytes] | None:
        with self._app.app_context():
            expect_reads_only()
            try:
                row = self._find_row(asked)
            except SQLAlchemyError:
                return None  # Flask meets it too, and says what is wrong
            if row is None:
                return None
            reader = self._sharing.logins.reader(row)
            known = asked.page.known(row)
            if known is None or not _is_plain(reader.actor):
                return None
            page = self._page(environ, reader, known)
            if page is None:
                return None
            more = asked.page.known_of_shown(reader.actor, page.shown)
            if more:
                page = self._page(environ, reader, {**known, **more})
                if page is None:
                    return None
            unread = self._sharing.bar.count_unread(reader.actor, row)
            fillings = self._fillings_for(asked.session, reader.actor, unread)
            asked.page.note(reader.actor, row, page.shown)
            form_key = formtimes.new_key()
        return fill_in(page, fillings, asked.packing, form_key=form_key)

    def _find_row(self, asked: _Asked) -> Row | None:
        """Return what one statement finds, if the login lives and the page is there."""
        try:
            user_id = self._whose(asked.session.token)
        except LookupError:
            return None
        values = asked.page.values(user_id, asked.args)
        if values is None:
            return None
        login = self._sharing.logins.values(asked.session.token)
        own = {"reader": user_id, "key": self._sharing.key_of(user_id)}
        with db.engine.connect().execution_options(fairquote_reads=True) as connection:
            row: Row | None = connection.execute(
                self._question(asked.page), {**login, **own, **values}
            ).one_or_none()
        # What was asked is about the account that this login was of before.
        return None if row is None or row.user_id != user_id else row

    def _find_user(self, token: str) -> int:
        """Return whose a login is, which never changes; raise LookupError for a dead one."""
        logins = self._sharing.logins
        row = ask(logins.question(), **logins.values(token)).one_or_none()
        if row is None:
            raise LookupError
        return int(row.user_id)

    def _question(self, page: SharedPage) -> Question:
        """Return what is asked for a page, put together once."""
        found = self._questions.get(page)
        if found is None:
            login = self._sharing.logins.question()
            found = page.add_to(self._sharing.bar.add_to(login))
            self._questions[page] = found
        return found

    def _fillings_for(
        self, session: PlainSession, actor: Actor, unread: int
    ) -> Fillings:
        """Return what fills the holes; made once for a cookie and what it leads to."""
        key = (session.cookie, actor, unread)
        found = self._fillings.get(key)
        if found is None:
            # Where the part of the bar looks for them: nobody is logged in out here.
            g.csrf_token = token = self._cookies.csrf_token(session)
            g.fairquote_actor = actor
            account = self._app.jinja_env.get_template("parts/account.html")
            found = Fillings(token.encode(), account.render(new=unread).encode())
            with self._lock:
                self._fillings[key] = found
                while len(self._fillings) > _MOST_READERS:
                    self._fillings.popitem(last=False)
        return found

    def _page(self, environ: Environ, reader: Reader, known: Known) -> MadePage | None:
        stand_in = StandIn(
            trusted=reader.actor.trusted,
            time_zone=reader.actor.time_zone,
            known=tuple(sorted(known.items())),
            alone=reader.actor if OWN in known else None,
        )
        key = (
            *(environ.get("HTTP_HOST", ""), environ["wsgi.url_scheme"]),
            *(environ["PATH_INFO"], environ.get("QUERY_STRING", "")),
            *(reader.version, stand_in),
        )
        page = self.shelf.find(key)
        if page is not None or not self._making.acquire(timeout=_WAITS_SECONDS):
            return page
        try:
            page = self.shelf.find(key)
            if page is None:
                # In a context of its own: nothing of the one who asks is in reach.
                page = Context().run(make_page, self._wsgi, environ, stand_in)
                if page is not None:
                    self.shelf.put(key, page)
            return page
        finally:
            self._making.release()


def init_app(app: Flask, sharing: Sharing) -> None:
    """Put shared pages in front of the application."""
    settings: Settings = app.extensions["fairquote.settings"]
    if settings.cache_pages:
        app.wsgi_app = SharedPages(app, app.wsgi_app, sharing)  # type: ignore[method-assign, assignment]


def _takes(page: SharedPage, query: str) -> bool:
    if not query:
        return True
    if len(query) > _MOST_QUERY:
        return False
    asked = parse_qsl(query, keep_blank_values=True)
    return {name for name, _ in asked} <= page.parameters


def _is_plain(actor: Actor) -> bool:
    """Whether a reader is one of those that pages are shared by: no staff, and no rep.

    Nor anybody of whom something is known that a stand-in does not have.
    """
    return actor == Actor(
        user_id=actor.user_id,
        handle=actor.handle,
        role=Role.MEMBER,
        proven=True,
        two_factors=actor.two_factors,
        trusted=actor.trusted,
        time_zone=actor.time_zone,
    )
