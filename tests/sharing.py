"""An application that shares members' pages, beside the one of all tests, which never does."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from flask import Flask, request

from community.app import create_app
from community.core.settings import Settings
from community.core.sharedpages import SharedPages
from community.core.standin import ENVIRON
from tests.closing import close
from tests.page import Page, PageClient

ALL = "all of whom the same is known"
FLASK = "nobody: it is not kept"
_TOKENS = re.compile(r'(name="(?:csrf_token|submission_key)"[^>]*?value=")[^"]*')


class Sharing:
    """A second application on the database, which shares pages; the first one never does."""

    def __init__(self, built: Flask) -> None:
        self.app = built
        self.made: list[str] = []
        """Of each request that reached Flask, whom the page is made for and kept."""
        built.before_request(lambda: self.made.append(_made_for()))

    @property
    def pages(self) -> SharedPages:
        front = self.app.wsgi_app
        while not isinstance(front, SharedPages):
            front = getattr(front, "application", None) or front._wsgi
        return front

    def get(self, browser: PageClient, path: str, **headers: str) -> Page:
        """Open a page with a browser's cookie, which stays as it is."""
        client = self.app.test_client(use_cookies=False)
        held = browser.client.get_cookie("fairquote")
        if held is not None:
            headers["Cookie"] = f"fairquote={held.value}"
        self.made.clear()
        return Page(client.get(path, headers=headers))


def _made_for() -> str:
    stand_in = request.environ.get(ENVIRON)
    if stand_in is None:
        return FLASK
    return ALL if stand_in.alone is None else stand_in.alone.handle


@contextmanager
def shared_pages(settings: Settings) -> Iterator[Sharing]:
    built = create_app(replace(settings, cache_pages=True))
    yield Sharing(built)
    close(built)


def words_of(page: Page) -> str:
    """Return a page but for its tokens, which differ each time, and its white space."""
    return re.sub(r">\s+<", "><", " ".join(_TOKENS.sub(r"\1", page.html).split()))
