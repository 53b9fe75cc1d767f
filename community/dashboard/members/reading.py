"""A file of members as rows: which columns are read, and what cannot be read at all."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from community.accounts.rules.moving import Judged, MovedRow, Outcome
from community.core.errors import Invalid
from community.core.text import clean_line
from community.records.files import BadRow, CsvFile, FileOptions, open_csv

_NAMES = {
    "email": ("email", "e-mail", "mail", "email address", "e-mail address"),
    "handle": ("handle", "username", "user name", "nickname", "login"),
    "author": ("author", "author_url", "author url", "profile"),
}


class MemberFile:
    """An open file; `unread` names the columns that nothing is taken of."""

    def __init__(self, path: Path) -> None:
        self._file = _opened(path)
        self._places = _places(self._file.columns)
        if "email" not in self._places:
            raise Invalid(
                "No column is called email. Name one so; handle and author may be there."
            )
        read = set(self._places.values())
        self.unread = [
            name for place, name in enumerate(self._file.columns) if place not in read
        ]

    def rows(self, *, after: int = 0) -> Iterator[MovedRow | Judged]:
        """Yield rows behind the first `after`; what is no row is judged already."""
        for row in islice(self._file.rows(), after, None):
            if isinstance(row, BadRow):
                yield Judged(row.line, Outcome.REFUSED, f"{row.reason}.")
            else:
                cells = {
                    what: clean_line(row.cells[place])
                    for what, place in self._places.items()
                }
                yield MovedRow(row.line, **cells)


def _opened(path: Path) -> CsvFile:
    try:
        return open_csv(path)
    except Invalid:
        # Addresses alone are a table, too; what is none is refused for that.
        return open_csv(path, FileOptions(delimiter=","))


def _places(columns: tuple[str, ...]) -> dict[str, int]:
    folded = [name.casefold().strip() for name in columns]
    return {
        what: next(place for place, name in enumerate(folded) if name in names)
        for what, names in _NAMES.items()
        if set(folded) & set(names)
    }
