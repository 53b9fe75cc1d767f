"""Our own source as the structure tests read it: files, parsed once."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("community", "search", "moderation")
TEMPLATES = ROOT / "templates"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
README = (ROOT / "README.md").read_text()


def python_files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def template_files() -> list[str]:
    return sorted(
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*")
        if path.is_file()
    )


def slices() -> list[str]:
    """Return the feature slices: the packages of community that hold models or views."""
    return sorted(
        path.name
        for path in (ROOT / "community").iterdir()
        if (path / "views.py").exists() or (path / "models.py").exists()
    )


@cache
def imports(path: Path) -> tuple[tuple[str, int], ...]:
    """Return each imported module and the line that imports it."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "", node.lineno


def texts(path: Path) -> Iterator[str]:
    """Yield each string of a module as a pattern; what an f-string fills in is open."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield re.escape(node.value)
        elif isinstance(node, ast.JoinedStr):
            yield "".join(
                re.escape(str(part.value))
                if isinstance(part, ast.Constant)
                else "[^/]+"
                for part in node.values
            )
