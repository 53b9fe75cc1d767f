"""E-mail addresses in the one form that we store and compare, and their mailboxes."""

from email_validator import EmailNotValidError, validate_email

from community.accounts.refusals import refused
from community.core.errors import Invalid
from community.core.sealing import pseudonym
from community.core.text import clean_line

MOST_CHARACTERS = 254
_SENTENCE = "Give an e-mail address, name@company.example for instance."


def normalise_email(text: str, *, field: str = "email") -> str:
    """Return `text` lower-cased, its domain in ASCII; raise Invalid for no address.

    The domain is not looked up: only a mail that arrives proves anything.
    """
    line = clean_line(text)
    if len(line) > MOST_CHARACTERS:
        raise refused(**{field: _SENTENCE})
    try:
        # Internal hosts may well use .test; everything else must be deliverable.
        checked = validate_email(
            line,
            check_deliverability=False,
            allow_smtputf8=False,
            test_environment=True,
        )
    except EmailNotValidError:
        raise refused(**{field: _SENTENCE}) from None
    return (checked.ascii_email or checked.normalized).lower()


def find_email(text: str) -> str | None:
    """Return `text` as a stored address would look, or None when it can't be one."""
    try:
        return normalise_email(text)
    except Invalid:
        return None


def mailbox_key(email: str) -> str:
    """Return the keyed hash of the mailbox that `email` leads to; see sealing.

    What follows a + leads to the same one: ada+news@… is ada@….
    """
    local, _, domain = email.rpartition("@")
    return pseudonym("mailbox", f"{local.partition('+')[0] or local}@{domain}")
