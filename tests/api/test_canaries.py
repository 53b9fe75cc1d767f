"""Attack A21 through the API: a deal full of canaries is in no answer but its author's."""

import re

from community.api.parts import all_operations
from tests.privacy.test_traces import findings, planted  # noqa: F401 - a fixture

ROLES = ("ben", "rae", "mo", "hana")


def _paths(town) -> list[str]:
    known = town.of("shared") | town.of("cleo")
    found = []
    for one in all_operations():
        if one.method != "GET":
            continue
        known["public_id"] = next(
            known[name]
            for part, name in (
                ("deals", "deal"),
                ("reviews", "review"),
                ("requests", "request"),
                ("me/events", "attended"),
                ("events", "event"),
                ("", "thread"),
            )
            if part in one.path
        )
        found.append(re.sub(r"{(\w+)}", lambda match: known[match[1]], one.path))
    return [*found, "/search?q=417329", "/search?q=canary", "/search?q=arbor"]


def test_a21_no_answer_to_anybody_else_holds_a_canary(
    program,
    program_of,
    planted,  # noqa: F811
):
    for asking in (program, *map(program_of, ROLES)):
        told = {}
        for path in _paths(planted):
            answer = asking.ask(path, status=None)
            told[path] = f"{answer.headers}\n{answer.get_data(as_text=True)}"
        assert findings(told) == []


def test_a21_the_author_alone_reads_them(program_of, planted):  # noqa: F811
    cleo = program_of("cleo")

    told = [
        cleo.ask(f"/me/deals/{one['id']}").get_data(as_text=True)
        for one in cleo.get("/me/deals")["items"]
    ]

    assert any("417329.17" in one for one in told)
