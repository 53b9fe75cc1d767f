"""How an import of questions stands, and how much of it its page shows."""

from enum import StrEnum

FIRST = 20
"""Questions of a file that are shown as they were read."""
TOLD = 50
"""Lines that are told with their reason; a file holds all of them."""
KEY_LENGTH = 30
NAME_LENGTH = 120
FILE_NAME_LENGTH = 200
FAILURE_LENGTH = 500
LICENCE_LENGTH = 60
LICENCE_URL_LENGTH = 200
URL_LENGTH = 400


class ArchiveState(StrEnum):
    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    DONE = "done"
    FAILED = "failed"
    DISCARDED = "discarded"


BUSY = frozenset({ArchiveState.CHECKING, ArchiveState.IMPORTING})
STATE_LABELS = {
    ArchiveState.CHECKING: ("Being checked", "accent"),
    ArchiveState.CHECKED: ("Checked, nothing imported", "warn"),
    ArchiveState.IMPORTING: ("Being imported", "accent"),
    ArchiveState.DONE: ("Imported", "good"),
    ArchiveState.FAILED: ("Failed", "bad"),
    ArchiveState.DISCARDED: ("Discarded", ""),
}
