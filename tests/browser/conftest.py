"""A live server and Chromium; without them the tests of this folder skip, saying why."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from werkzeug.serving import make_server

_ENDED = (
    "ignore:unclosed <socket:ResourceWarning",
    "ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning",
)
_PATIENCE = 30_000
"""Milliseconds; no promise: a machine with other work to do may stand still for a while."""
_CANDIDATES = ("chromium", "chromium-browser", "google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            # Chromium ends a connection when it likes; the server's side of it is then
            # collected at some time, in whichever test runs.
            for ignored in _ENDED:
                item.add_marker(pytest.mark.filterwarnings(ignored))


def _chromium() -> str | None:
    given = os.environ.get("FAIRQUOTE_CHROMIUM")  # noqa: TID251 - the tests' own
    found = (shutil.which(name) for name in _CANDIDATES)
    return given or next((path for path in found if path), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    playwright = pytest.importorskip("playwright.sync_api", reason="no playwright")
    path = _chromium()
    if path is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(_app: Flask) -> Iterator[str]:
    """Serve the tests' application on a free port; return its address."""
    running = make_server("127.0.0.1", 0, _app, threaded=True)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    thread.join(timeout=5)


@pytest.fixture
def tab(app: Flask, chromium, server: str) -> Iterator[Callable]:
    """Return a function that opens a tab; what the page complains about fails the test."""
    contexts, complaints = [], []

    def open_tab(*, width: int = 1280, height: int = 900, **kwargs):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, base_url=server, **kwargs
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(_PATIENCE)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                if message.type == "error" and "status of 4" not in message.text
                else None
            ),
        )
        return page

    yield open_tab
    for context in contexts:
        context.close()
    assert complaints == []
