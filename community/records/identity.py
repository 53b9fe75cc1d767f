"""What makes a row of a source itself: its content, and how many like it came before."""

from collections import Counter
from hashlib import blake2b

from community.records.files import OWN_PREFIX, Row

_APART = "\x1f"
_SIZE = 16


class Identities:
    """Numbers identical rows of one file, so that a second reading knows each again.

    The key does not depend on encoding, delimiter, line ends or the order of columns.
    It holds 16 bytes for each different row in memory.
    """

    def __init__(self, source_key: str, columns: tuple[str, ...]) -> None:
        self._source = source_key.encode()
        self._order = [
            index
            for index, name in sorted(enumerate(columns), key=lambda one: one[1])
            if not name.startswith(OWN_PREFIX)
        ]
        self._seen: Counter[bytes] = Counter()

    def of(self, row: Row) -> tuple[str, int]:
        """Return the key of a row, and which of its like it is: 1 is the first."""
        content = _APART.join(row.cells[index].strip() for index in self._order)
        digest = blake2b(content.encode("utf-8", "replace"), digest_size=_SIZE).digest()
        self._seen[digest] += 1
        number = self._seen[digest]
        whole = blake2b(self._source, digest_size=_SIZE)
        whole.update(digest + number.to_bytes(4, "big"))
        return whole.hexdigest(), number
