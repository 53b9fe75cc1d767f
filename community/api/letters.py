"""What we write to somebody for whom a token was made."""

from collections.abc import Sequence

from community.accounts.letters import Letter, Site


def token_made(site: Site, handle: str, label: str, scopes: Sequence[str]) -> Letter:
    told = "".join(f"- {one}\n" for one in scopes)
    return Letter(
        f"A new API token at {site.name}",
        f"A token for programs was made for {handle}, called “{label}”. Who has it can:\n\n"
        f"{told}\n"
        f"If it was not you, revoke it and change your password now: "
        f"{site.link('/account/tokens')}\n",
    )
