"""The receipt of a request, for its buyer: what was sent, to whom, until when."""

from community.accounts.letters import Letter, Site
from community.requests.drafts import Draft
from community.requests.paths import request_path
from community.requests.reading import Seen


def rep_left(
    site: Site, vendor: str, *, public_id: str, reads_on: bool, to_one: bool
) -> Letter:
    """Return the mail about a representative who speaks for a vendor no more."""
    if reads_on:
        what = (
            f"The others who speak for {vendor} read on, as before. They see what you "
            "revealed to it, and nothing more. You can withdraw it at any time."
        )
    elif to_one:
        what = (
            "Nobody reads it now. You decide: pass it on to somebody else who speaks "
            f"for {vendor}, who then sees what you revealed to it and nothing more, or "
            "withdraw it."
        )
    else:
        what = f"Nobody speaks for {vendor} at the moment, so nobody reads it now."
    return Letter(
        f"About a request of yours at {site.name}",
        f"A representative of {vendor} who read a request of yours does not speak for "
        f"it any more.\n\n{what}\n\n{site.link(request_path(public_id))}\n",
    )


def receipt(
    site: Site, draft: Draft, *, public_id: str, vendor: str, to: str, seen: Seen
) -> Letter:
    """Return the mail; its subject says nothing, because others may see it arrive."""
    facts = "\n".join(f"{label}: {value}" for label, value in seen.facts)
    return Letter(
        f"Receipt of your request at {site.name}",
        f"You asked {vendor} privately at {site.name}:\n\n{draft.subject}\n\n"
        f"Who sees it: {to}\n"
        f"Until: {draft.last_day:%Y-%m-%d}, then nobody there finds it any more\n"
        f"You are called: {seen.alias}\n"
        f"{facts or 'Nothing else of you is shown.'}\n\n"
        "Read the answer, reveal more, or withdraw it:\n"
        f"{site.link(request_path(public_id))}\n\n"
        "You get this because you sent the request; it is the only mail about sending "
        "it. News about it come as your account wants them: "
        f"{site.link('/account/notifications')}\n",
    )
