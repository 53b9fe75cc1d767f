"""What we write about exports and deletions: nothing that an employer may not see arrive."""

from datetime import datetime

from community.accounts.letters import Letter, Site
from community.accounts.mydata.limits import KEPT


def export_ready(site: Site, handle: str, public_id: str) -> Letter:
    return Letter(
        f"Your data at {site.name} is ready",
        f"The file with all that {site.name} holds of {handle} is made. Log in and give "
        f"your password to fetch it:\n\n{site.link(f'/account/data/{public_id}')}\n\n"
        f"It is deleted after {KEPT.days} days.\n\n"
        "If you did not ask for it, somebody knows your password: choose a new one now: "
        f"{site.link('/forgot')}\n",
    )


def erasure_begun(site: Site, handle: str, due_at: datetime, token: str) -> Letter:
    return Letter(
        f"Your account at {site.name} will be deleted",
        f"You asked for the account {handle} to be deleted. That happens after "
        f"{due_at:%-d %B %Y, %H:%M} UTC. Until then everything is as it was.\n\n"
        "If you change your mind, or if it was not you, open this page and press the "
        f"button:\n\n{site.link(f'/account/keep/{token}')}\n\n"
        "Afterwards we have no address to write to: this is our last mail about it.\n",
    )


def erasure_called_off(site: Site, handle: str) -> Letter:
    return Letter(
        f"Your account at {site.name} stays",
        f"The account {handle} is not deleted; everything stays as it is.\n\n"
        "If it was not you who asked for it to be deleted, choose a new password now: "
        f"{site.link('/forgot')}\n",
    )
