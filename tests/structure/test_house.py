"""The house itself: what stands at the top, how long a file is, who is in the contracts."""

import ast
import fnmatch
import subprocess
import sys

from tests.structure.sources import (
    PACKAGES,
    PROJECT,
    ROOT,
    TEMPLATES,
    name,
    python_files,
    slices,
    template_files,
    tree,
)

_TOP = {
    ".ci",
    ".git",
    ".gitignore",
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "community",
    "migrations",
    "moderation",
    "pyproject.toml",
    "requirements.lock",
    "search",
    "templates",
    "tests",
}
_LONGEST_FILE = 400
_LONGEST_FUNCTION = 50
_CSS_BYTES = 25 * 1024
_SCRIPT_BYTES = 8 * 1024
# Imported where they are needed, because starting must not pay for them.
_HEAVY = {
    "currency_converter": "reads 20 years of daily rates; needed once after an upgrade",
    "zxcvbn.frequency_lists": "90,000 words in memory; needed when a password is chosen",
    "PIL": "draws the picture of a link; most processes never do",
    "community.prices.method": "the publisher brings numpy and scipy",
    "community.prices.release": "as above; a release comes once a month",
    "community.prices.reviewing": "as above; once a day",
    "search.engines.postgres": "as below; only one of the two serves",
    "search.engines.whoosh": "reads its lists with numpy; needed with the first search",
}


def test_nothing_else_grows_at_the_top() -> None:
    ignored = [
        line.strip("/")
        for line in (ROOT / ".gitignore").read_text().splitlines()
        if line and not line.startswith("#")
    ]
    found = {
        path.name
        for path in ROOT.iterdir()
        if not any(fnmatch.fnmatch(path.name, pattern) for pattern in ignored)
    }

    assert found - _TOP == set()


def test_no_file_is_too_long() -> None:
    sources = [
        *python_files(*PACKAGES, "tests"),
        *TEMPLATES.rglob("*.html"),
    ]

    too_long = {
        name(path): lines
        for path in sources
        if (lines := len(path.read_text().splitlines())) >= _LONGEST_FILE
    }

    assert too_long == {}


def test_no_function_is_too_long() -> None:
    too_long = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path in python_files(*PACKAGES)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef)
        and (node.end_lineno or 0) - node.lineno >= _LONGEST_FUNCTION
    ]

    assert too_long == []


def test_styles_and_scripts_keep_to_their_budget() -> None:
    static = ROOT / "community" / "static"
    css = sum(path.stat().st_size for path in static.rglob("*.css"))
    scripts = sum(path.stat().st_size for path in static.rglob("*.js"))

    assert css <= _CSS_BYTES
    assert scripts <= _SCRIPT_BYTES


def test_packages_export_nothing() -> None:
    speaking = [
        name(path)
        for path in python_files(*PACKAGES)
        if path.name == "__init__.py"
        and any(not isinstance(node, ast.Expr) for node in tree(path).body)
    ]

    assert speaking == []


def test_every_module_opens_with_one_sentence_on_its_job() -> None:
    silent = [
        name(path)
        for path in python_files(*PACKAGES)
        if tree(path).body and not ast.get_docstring(tree(path))
    ]

    assert silent == []


def test_imports_stand_at_the_top_but_for_the_heavy_ones() -> None:
    inner = {
        (name(path), module)
        for path in python_files(*PACKAGES)
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for module in (
            [node.module]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
        )
    }

    assert {(path, module) for path, module in inner if module not in _HEAVY} == set()
    assert {module for _, module in inner} == set(_HEAVY)


def test_nothing_is_imported_behind_the_contracts_back() -> None:
    # The bootstrap alone: it must load when nothing is installed.
    dynamic = [
        name(path)
        for path in python_files(*PACKAGES)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr == "import_module"
    ]

    assert dynamic == ["community/bootstrap/installed.py"]


def test_every_slice_stands_in_the_contracts() -> None:
    contracts = {c["id"]: c for c in PROJECT["tool"]["importlinter"]["contracts"]}
    mine = {f"community.{slice_}" for slice_ in slices()}

    assert mine - set(contracts["slice"]["containers"]) == set()
    assert mine - set(contracts["search-kernel-only"]["forbidden_modules"]) == set()
    assert (
        mine
        - {
            "community.accounts",
            *contracts["moderation-kernel-accounts"]["forbidden_modules"],
        }
        == set()
    )


def test_the_wheel_holds_what_the_checkout_holds() -> None:
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]

    assert wheel["only-include"] == [*PACKAGES, "templates", "migrations"]
    assert wheel["sources"] == {
        "templates": "community/_templates",
        "migrations": "community/_migrations",
    }
    assert template_files()


def test_starting_loads_no_statistics() -> None:
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, community.app; print({'numpy', 'scipy'} & set(sys.modules))",
        ],
        capture_output=True,
        check=True,
        cwd=ROOT,
        text=True,
    )

    assert loaded.stdout.strip() == "set()"
