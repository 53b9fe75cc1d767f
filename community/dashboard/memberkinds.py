"""How an import of members stands, and on which ground the host may make it."""

from enum import StrEnum

LETTERS_A_MINUTE = 30
"""Invitations that leave in a minute, so that mail servers take them."""
PREVIEW = 50
FAILURE_LENGTH = 500


class MemberRunState(StrEnum):
    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    DONE = "done"
    FAILED = "failed"


class Basis(StrEnum):
    """Article 6 (1) of the GDPR, as far as members are moved by it."""

    CONSENT = "consent"
    CONTRACT = "contract"


BASIS_LABELS = {
    Basis.CONSENT: "They agreed to be moved here",
    Basis.CONTRACT: "Their membership is continued here, under the same terms",
}
BASIS_TOLD = {
    Basis.CONSENT: "because you agreed to be moved here",
    Basis.CONTRACT: "because your membership is continued here",
}
STATE_LABELS = {
    MemberRunState.CHECKING: ("Being checked", "accent"),
    MemberRunState.CHECKED: ("Checked, nobody imported", "warn"),
    MemberRunState.IMPORTING: ("Being imported", "accent"),
    MemberRunState.DONE: ("Imported", "good"),
    MemberRunState.FAILED: ("Failed", "bad"),
}
