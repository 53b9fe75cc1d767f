"""Templates compile, are all used, stay in their slice, and carry no code of their own."""

import re

from flask import Flask
from jinja2 import meta

from tests.structure.sources import (
    PACKAGES,
    TEMPLATES,
    name,
    python_files,
    template_files,
    texts,
)

_SHARED = {"layout.html", "macros", "parts"}
# Who may use a folder's templates besides its own slice: what stands above it.
_ORDER = {
    "accounts": 1,
    "catalog": 2,
    "deals": 3,
    "records": 3,
    "reviews": 3,
    "threads": 3,
    "prices": 4,
    "reps": 5,
    "requests": 6,
    "rooms": 6,
    "demos": 7,
    "dashboard": 8,
    "notifications": 8,
    "api": 9,
}
_OWNERS = {"home": "prices", "errors": "core"}
_FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*=|<style", re.IGNORECASE),
    "an inline script": re.compile(
        r"<script(?![^>]*\s(?:src=|type=\"application/ld))", re.IGNORECASE
    ),
    "an inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript: link": re.compile(r"javascript:", re.IGNORECASE),
    "|safe": re.compile(r"\|\s*safe\b"),
    "autoescape off": re.compile(r"autoescape\s+false", re.IGNORECASE),
    "a foreign address": re.compile(r"""(?:src|href)\s*=\s*["'](?:https?:)?//"""),
}
_FILES = template_files()


def _source(file: str) -> str:
    return re.sub(r"\{#.*?#\}", "", (TEMPLATES / file).read_text(), flags=re.DOTALL)


def _references(app: Flask, file: str) -> set[str]:
    parsed = app.jinja_env.parse(_source(file))
    return {found for found in meta.find_referenced_templates(parsed) if found}


def _used_by_python() -> dict[str, set[str]]:
    """Return for each template the modules that name it."""
    used: dict[str, set[str]] = {file: set() for file in _FILES}
    for path in python_files(*PACKAGES):
        for pattern in texts(path):
            if pattern.endswith((r"\.html", r"\.xml", r"\.txt")):
                for file in _FILES:
                    if re.fullmatch(pattern, file):
                        used[file].add(name(path))
    return used


def test_templates_compile(site: Flask) -> None:
    assert [file for file in _FILES if not site.jinja_env.get_template(file)] == []


def test_templates_carry_no_code() -> None:
    carrying = [
        f"{file}: {what}"
        for file in _FILES
        for what, pattern in _FORBIDDEN.items()
        if pattern.search(_source(file))
    ]

    assert carrying == []


def test_every_template_is_used(site: Flask) -> None:
    used = {file for file, modules in _used_by_python().items() if modules}
    for file in _FILES:
        used |= _references(site, file)

    assert set(_FILES) - used == set()


def test_every_reference_leads_to_a_template(site: Flask) -> None:
    wanted = {found for file in _FILES for found in _references(site, file)}

    assert wanted - set(_FILES) == set()


def _slice(file: str) -> str:
    """Return whose template or module it is."""
    parts = file.removeprefix("community/").split("/")
    return _OWNERS.get(parts[0], parts[0])


def _may_use(user: str, owner: str) -> bool:
    if owner == user or owner in _SHARED:
        return True
    return _ORDER.get(owner, 99) < _ORDER.get(user, 0)


def test_templates_use_shared_ones_and_those_below_them(site: Flask) -> None:
    crossing = [
        f"{file} uses {found}"
        for file in _FILES
        for found in _references(site, file)
        if not _may_use(_slice(file), _slice(found))
    ]

    assert crossing == []


def test_modules_render_their_own_templates_and_those_below_them() -> None:
    crossing = [
        f"{module} renders {file}"
        for file, modules in _used_by_python().items()
        for module in modules
        if not _may_use(_slice(module), _slice(file))
    ]

    assert crossing == []
