"""The description: whole, valid, and the page that is made of it."""

import re

from flask import Flask

from community.api.parts import all_operations


def _routes(app: Flask) -> set[tuple[str, str]]:
    return {
        (method, re.sub(r"<(\w+)>", r"{\1}", rule.rule.removeprefix("/api/v1")))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/v1/")
    }


def test_it_names_each_route_and_no_other(app, program):
    described = program.get("/openapi.json")

    told = {
        (method.upper(), path)
        for path, methods in described["paths"].items()
        for method in methods
    }
    assert told | {("GET", "/openapi.json")} == _routes(app)


def test_it_is_openapi_3_1_and_each_operation_says_enough(program):
    described = program.get("/openapi.json")

    assert described["openapi"] == "3.1.0"
    operations = [
        one for methods in described["paths"].values() for one in methods.values()
    ]
    names = [one["operationId"] for one in operations]
    assert len(names) == len(set(names)) == len(all_operations())
    for one in operations:
        assert one["summary"], one["operationId"]
        assert {"400", "401", "403", "429", "503"} <= set(one["responses"])
        assert one["security"]


def test_each_reference_in_it_leads_somewhere(program):
    answer = program.ask("/openapi.json")

    described = answer.json
    for ref in set(re.findall(r'"\$ref":"#/([^"]+)"', answer.get_data(as_text=True))):
        found = described
        for step in ref.split("/"):
            found = found[step]


def test_the_reference_page_shows_each_operation(page, program):
    shown = page.get("/api/")

    for path, methods in program.get("/openapi.json")["paths"].items():
        for method in methods:
            assert f"{method.upper()} {path}" in shown.words()


def test_the_description_is_kept_by_its_etag(program):
    first = program.ask("/openapi.json")

    again = program.ask(
        "/openapi.json", headers={"If-None-Match": first.headers["ETag"]}, status=304
    )

    assert again.get_data() == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
