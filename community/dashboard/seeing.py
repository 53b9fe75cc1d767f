"""What a file had before, addresses or questions: on disk, however many there are."""

import sqlite3
from contextlib import closing
from pathlib import Path


class SeenBefore:
    """Remembers first lines; in a file that the next piece goes on with, or for itself alone."""

    def __init__(self, path: Path | None = None) -> None:
        self._base = sqlite3.connect("" if path is None else path, isolation_level=None)
        self._base.execute("PRAGMA synchronous = OFF")
        self._base.execute(
            "CREATE TABLE IF NOT EXISTS seen (what TEXT, value TEXT, line INTEGER, "
            "PRIMARY KEY (what, value)) WITHOUT ROWID"
        )
        self._base.execute("BEGIN")

    def keep(self) -> None:
        """Make what was seen last: call it before what came of it is committed."""
        self._base.execute("COMMIT")
        self._base.execute("BEGIN")

    def __call__(self, what: str, value: str, line: int) -> int | None:
        """Return the earlier line that had `value`; a line that is read again is no other."""
        added = self._base.execute(
            "INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", (what, value, line)
        )
        if added.rowcount:
            return None
        with closing(
            self._base.execute(
                "SELECT line FROM seen WHERE what = ? AND value = ?", (what, value)
            )
        ) as found:
            (first,) = found.fetchone()
        return int(first) if first < line else None

    def close(self) -> None:
        self._base.execute("COMMIT")
        self._base.close()
