"""While a large file arrives, other people go on writing."""

import io
import sqlite3

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from community.core.settings import Settings


class Dribble(io.BytesIO):
    """A body that arrives slowly: before each part, somebody else writes."""

    def __init__(self, content: bytes, settings: Settings) -> None:
        super().__init__(content)
        self._path = settings.database_url.removeprefix("sqlite:///")
        self.written = 0

    def read(self, size: int = -1) -> bytes:
        other = sqlite3.connect(self._path, timeout=0.2, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
        other.close()
        self.written += 1
        return super().read(size)


def test_an_upload_that_takes_its_time_keeps_nobody_from_writing(cast, settings):
    if not settings.is_sqlite:
        pytest.skip("only SQLite has one writer at a time")
    page = cast.page("hana")
    rows = b"role,rate\n" + b"Engineer,100\n" * 20_000
    boundary, body = encode_multipart(
        {
            "csrf_token": page.token(),
            "file": FileStorage(io.BytesIO(rows), filename="rates.csv"),
        }
    )
    stream = Dribble(body, settings)

    answer = page.client.post(
        "/host/imports/",
        input_stream=stream,
        content_type=f'multipart/form-data; boundary="{boundary}"',
        content_length=len(body),
    )

    assert answer.status_code == 303
    assert stream.written > 0
