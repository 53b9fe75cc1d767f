"""For what a member may ask the host to contact them, and the words that they agree to."""

from enum import StrEnum

NAME_LENGTH = 80
WORDS_LENGTH = 500
MOST_A_DAY = 5


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
