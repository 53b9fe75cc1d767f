"""Every route says who may use it, takes typed values, and has an address in our style."""

import inspect
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from community.core.web import MODERATORS, Access

_SEGMENT = re.compile(r"\.?[a-z0-9]+(?:[-.][a-z0-9]+)*")
_CHANGING = ("/accept", "/delete", "/logout", "/revoke", "/vote", "/withdraw")
_UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture(scope="module")
def rules(site: Flask) -> list[Rule]:
    return sorted(site.url_map.iter_rules(), key=str)


def _named(rules: list[Rule], app: Flask) -> Iterator[tuple[str, object, Rule]]:
    for rule in rules:
        yield f"{rule} ({rule.endpoint})", app.view_functions[rule.endpoint], rule


def test_there_are_routes(rules: list[Rule]) -> None:
    assert len(rules) > 20


def test_every_route_carries_access(site: Flask, rules: list[Rule]) -> None:
    open_ = [
        told
        for told, view, _rule in _named(rules, site)
        if not isinstance(getattr(view, "__access__", None), Access)
    ]

    assert open_ == []


def test_every_value_in_an_address_is_typed(site: Flask, rules: list[Rule]) -> None:
    untyped = [
        f"{told}: {argument}"
        for told, view, rule in _named(rules, site)
        for argument in rule.arguments
        if argument not in inspect.signature(inspect.unwrap(view)).parameters
        or inspect.signature(inspect.unwrap(view)).parameters[argument].annotation
        is inspect.Parameter.empty
    ]

    assert untyped == []


def test_addresses_are_lower_case_words(rules: list[Rule]) -> None:
    odd = [
        str(rule)
        for rule in rules
        for segment in re.sub(r"<[^>]+>", "", str(rule)).split("/")
        if segment and not _SEGMENT.fullmatch(segment)
    ]

    assert odd == []


def test_what_changes_something_is_never_a_get(rules: list[Rule]) -> None:
    by_get = [
        str(rule)
        for rule in rules
        if not _UNSAFE & set(rule.methods or ()) and str(rule).endswith(_CHANGING)
    ]

    assert by_get == []


def test_who_tries_to_moderate_and_is_refused_leaves_a_row(
    site: Flask, rules: list[Rule]
) -> None:
    unwritten = [
        told
        for told, view, rule in _named(rules, site)
        if _UNSAFE & set(rule.methods or ())
        and (said := getattr(view, "__access__", None)) is not None
        and said.policy == MODERATORS
        and not said.audited
    ]

    assert unwritten == []


def test_no_address_is_served_twice(rules: list[Rule]) -> None:
    seen: dict[tuple[str, str], list[str]] = {}
    for rule in rules:
        shape = re.sub(r"<[^>]*>", "<>", str(rule))
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            seen.setdefault((method, shape), []).append(rule.endpoint)

    assert {key: found for key, found in seen.items() if len(found) > 1} == {}
