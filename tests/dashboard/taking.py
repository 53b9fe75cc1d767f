"""How tests have the whole site made into a file, and read it."""

import io
import json
import zipfile

from community.core.worker import run_due
from tests.cast import PASSWORD


def made(app, cast) -> zipfile.ZipFile:
    hana = cast.page("hana")
    there = hana.get("/host/export/").links
    assert hana.post("/host/export/", {"current_password": "wrong"}).status == 422
    hana.post("/host/export/", {"current_password": PASSWORD}, status=303)
    run_due(app)
    (link,) = set(hana.get("/host/export/").links) - {*there}
    got = hana.client.get(link)
    assert got.mimetype == "application/zip"
    assert "attachment" in got.headers["Content-Disposition"]
    for who in ("ada", "mo", "rae"):
        assert cast.page(who).client.get(link).status_code == 403
    data = got.get_data()
    got.close()  # the file that it was read from
    return zipfile.ZipFile(io.BytesIO(data))


def rows(archive: zipfile.ZipFile, table: str) -> list[dict]:
    text = archive.read(f"{table}.jsonl").decode()
    return [json.loads(line) for line in text.splitlines()]
