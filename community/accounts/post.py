"""How letters leave: as mail rows, in the transaction of their cause."""

from community.accounts.letters import Letter, Site
from community.core.mail import send_mail
from community.core.settings import get_settings


def site() -> Site:
    """Return the site as the settings name it; never as a request's Host header does."""
    settings = get_settings()
    return Site(settings.site_name, settings.base_url)


def post(to: str, letter: Letter) -> None:
    send_mail(to=to, subject=letter.subject, text=letter.text, discreet=letter.discreet)


def post_and_forget(to: str, letter: Letter) -> None:
    """Post a letter that, beside its address, would tell what somebody wrote or knows."""
    send_mail(to=to, subject=letter.subject, text=letter.text, forgetful=True)
