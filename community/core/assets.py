"""Static files: named after their content, compressed once, cached for a year."""

import gzip
import hashlib
import re
from pathlib import Path

import brotli
from flask import Flask
from whitenoise import WhiteNoise

from community.core.settings import Settings

_SOURCE = Path(__file__).resolve().parent.parent / "static"
_HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")
_COMPRESSED = {".css", ".js", ".svg", ".txt", ".json"}
_YEAR = 31_536_000


def init_app(app: Flask) -> None:
    """Serve community/static under /static/ with hashed names; offer `static(name)`."""
    settings: Settings = app.extensions["fairquote.settings"]
    names = _hashed_names()
    digest = hashlib.sha256("".join(sorted(names.values())).encode()).hexdigest()[:12]
    folder = settings.data_dir / "cache" / f"static-{digest}"
    for source, target in names.items():
        _place(_SOURCE / source, folder / target)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=folder,
        prefix="static/",
        max_age=_YEAR,
        allow_all_origins=False,
        immutable_file_test=lambda _path, url: bool(_HASHED.search(url)),
    )

    def static(name: str) -> str:
        return f"/static/{names[name]}"

    app.jinja_env.globals["static"] = static


def _hashed_names() -> dict[str, str]:
    """Return each file's name and the one that holds its content's hash."""
    names = {}
    for path in sorted(_SOURCE.rglob("*")):
        if path.is_file() and not path.name.startswith((".", "__")):
            content = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
            relative = path.relative_to(_SOURCE)
            hashed = relative.with_name(f"{path.stem}.{content}{path.suffix}")
            names[relative.as_posix()] = hashed.as_posix()
    return names


def _place(source: Path, target: Path) -> None:
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    content = source.read_bytes()
    if source.suffix in _COMPRESSED:
        _write(target.with_name(f"{target.name}.gz"), gzip.compress(content, mtime=0))
        _write(target.with_name(f"{target.name}.br"), brotli.compress(content))
    _write(target, content)


def _write(target: Path, content: bytes) -> None:
    # Two processes may start at once: a rename is whole or not there.
    draft = target.with_name(
        f".{target.name}.{hashlib.sha256(content).hexdigest()[:8]}"
    )
    draft.write_bytes(content)
    draft.replace(target)
