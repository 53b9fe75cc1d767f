"""How tests upload archives of questions, and have them imported."""

import io
import json

from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from community.core.worker import run_due
from tests.page import Page
from tests.threads.test_archive import ANSWER, RECORD

INDEX = "/host/threads/"
SOURCE = {
    "archive": "old-forum",
    "name": "The old forum",
    "url": "https://old.example/q/{id}/{slug}",
    "licence": "CC BY-SA 4.0",
    "licence_url": "https://creativecommons.org/licenses/by-sa/4.0/",
}


def question(key: int, answers: int = 1, **changes) -> str:
    """Return a line of an archive; no two answers of different questions are the same."""
    given = [{**ANSWER, "id": key * 100 + n} for n in range(answers)]
    record = {**RECORD, "id": key, "title": f"Question {key}?", "answers": given}
    return json.dumps({**record, "slug": f"question-{key}", **changes})


def upload(browser, content: str | bytes, status: int = 303, **changes) -> Page:
    form = browser.get(INDEX).form(having="licence")
    typed = {**form["fields"], **SOURCE, **changes, "csrf_token": browser.token()}
    content = content.encode() if isinstance(content, str) else content
    typed["file"] = FileStorage(io.BytesIO(content), filename="old.jsonl")
    boundary, body = encode_multipart(typed)
    kind = f'multipart/form-data; boundary="{boundary}"'
    answer = Page(browser.client.post(INDEX, data=body, content_type=kind))
    return browser._check(answer, INDEX, status)


def checked(app, browser, *lines: str, **changes) -> str:
    """Upload an archive and let it be checked; return the address of its run."""
    path = upload(browser, "\n".join(lines), **changes).location
    run_due(app)
    return path


def start(browser, path: str) -> None:
    shown = browser.get(path)
    browser.send(shown, action=path, status=303)


def imported(app, browser, *lines: str, **changes) -> str:
    path = checked(app, browser, *lines, **changes)
    start(browser, path)
    run_due(app)
    return path
