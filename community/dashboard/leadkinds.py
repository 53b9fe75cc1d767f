"""For what somebody may ask the host to contact them, and the words that they agree to."""

from enum import StrEnum

NAME_LENGTH = 80
WORDS_LENGTH = 500
MOST_A_DAY = 5
WORDS_VERSION = "1"
"""Which words these are, kept with each consent: other words get another number."""
VERSION_LENGTH = 16


class Purpose(StrEnum):
    OFFERS = "offers"
    NEWS = "news"


PURPOSE_LABELS = {
    Purpose.OFFERS: "Talk to me about prices and offers",
    Purpose.NEWS: "Send me news of this site and its events",
}
_ABOUT = {
    Purpose.OFFERS: "about prices and offers",
    Purpose.NEWS: "with news of the site and its events",
}


def consent_words(purpose: Purpose, site: str, mail: str) -> str:
    """Return what somebody agrees to, whole: it is kept as the proof."""
    return (
        f"The host of {site} may write to me at {mail} {_ABOUT[purpose]}, and for nothing "
        "else. I can take this back at any time on the page where I gave it; my name and "
        "address are deleted then."
    )


def guide_words(purpose: Purpose, site: str, title: str) -> str:
    """Return what somebody agrees to who asks for a guide by an address, whole.

    The address stands beside them: they prove it, and it is kept with them.
    """
    return (
        f"The host of {site} may write to me at the address that I give here, "
        f"{_ABOUT[purpose]}, and for nothing else. For this I get “{title}”. I can take "
        "this back at any time by the link in the mail; my name and address are deleted "
        "then."
    )
