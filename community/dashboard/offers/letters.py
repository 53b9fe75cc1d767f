"""The mail that proves an address, brings what was asked for, and takes the consent back."""

from community.accounts.post import site
from community.core.mail import send_mail
from community.core.settings import get_settings
from community.dashboard.leadlinks import link_path
from community.dashboard.models import Offer
from community.dashboard.offerkinds import LINK_LIFE

_SUBJECT = "Confirm your address"


def send_link(to: str, offer: Offer, public_id: str) -> None:
    """Mail the one link; the subject says nothing, an employer may see it arrive."""
    place = site()
    hours = LINK_LIFE.days * 24
    _send(
        to,
        public_id,
        f"Somebody, probably you, asked at {place.name} for “{offer.title}” with this "
        "address.\n\n"
        f"Confirm that, and get it:\n\n{place.link(link_path(public_id))}\n\n"
        f"Until you confirm, nobody is told of your address; after {hours} hours it is "
        "deleted here. The same link takes your consent back, at any time and without "
        "an account.\n\n"
        "If it was not you, ignore this mail: nothing will happen.\n",
    )


def send_again(to: str, offer: Offer, public_id: str) -> None:
    """Mail the link of a consent that stands already."""
    place = site()
    _send(
        to,
        public_id,
        f"Somebody, probably you, asked once more at {place.name} for “{offer.title}”. "
        "You have confirmed this address already.\n\n"
        f"Here it is, and here you take your consent back:\n\n"
        f"{place.link(link_path(public_id))}\n",
    )


def _send(to: str, public_id: str, text: str) -> None:
    end = f"{get_settings().base_url}{link_path(public_id, 'withdraw')}"
    send_mail(
        to=to,
        subject=_SUBJECT,
        text=text,
        headers={
            "List-Unsubscribe": f"<{end}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
        discreet=True,
    )
