"""A folder that looks like a clone, with stand-ins that need no network."""

from pathlib import Path

_UV = """\
#!/bin/sh
echo "$@" >> "{calls}"
sleep {seconds}
{then}
site=$(echo "{venv}"/lib/python3*/site-packages)
mkdir -p "$site/fairquote-1.dist-info"
echo "Name: fairquote\nVersion: 1" > "$site/fairquote-1.dist-info/METADATA"
"""


class Checkout:
    """A folder that looks like a clone, with a stand-in for uv first on the PATH."""

    def __init__(self, root: Path, tools: Path) -> None:
        self.root = root
        self.venv = root / ".venv"
        self._calls = tools / "calls.txt"
        self._uv = tools / "uv"

    def uv(self, *, then: str = "", seconds: float = 0) -> None:
        """Say what uv does besides putting our distribution in place."""
        script = _UV.format(
            calls=self._calls, venv=self.venv, seconds=seconds, then=then
        )
        self._uv.write_text(script)
        self._uv.chmod(0o755)

    @property
    def installs(self) -> int:
        """How often the lock was installed."""
        calls = self._calls.read_text() if self._calls.exists() else ""
        return calls.count("--require-hashes")
