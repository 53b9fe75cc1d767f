"""What we write to people about their account: plain text, one subject each.

A letter that asks for a proof may arrive where an employer sees it: its subject says
nothing of us. To a work address neither does its text, nor whose account it is.
"""

from dataclasses import dataclass

from community.core.repeating import Repeated

LINK_MINUTES = 30
_CONFIRM = "Confirm your address"
_ABOUT = "About your address"


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    discreet: bool = False
    repeated: Repeated | None = None
    """Comes again unasked: as a letter of this kind, which its readers can end."""


@dataclass(frozen=True)
class Site:
    """The name and the address that letters speak of."""

    name: str
    base_url: str

    def link(self, path: str) -> str:
        return f"{self.base_url}{path}"


def prove_registration(site: Site, handle: str, token: str) -> Letter:
    return Letter(
        _CONFIRM,
        f"Welcome to {site.name}.\n\n"
        f"Open this page and press the button; then you can log in as {handle}:\n\n"
        f"{site.link(f'/prove/{token}')}\n\n"
        f"The link works once, for {LINK_MINUTES} minutes.\n\n"
        "If you did not register, ignore this mail: nothing will happen.\n",
        discreet=True,
    )


def already_registered(site: Site) -> Letter:
    return Letter(
        _ABOUT,
        f"Somebody, probably you, tried to register at {site.name} with this address. "
        "You have an account already.\n\n"
        f"Log in:                  {site.link('/login')}\n"
        f"Forgot your password?    {site.link('/forgot')}\n\n"
        "If it was not you, ignore this mail: nothing has changed, and nobody was told "
        "that the address is known here.\n",
        discreet=True,
    )


def prove_address(site: Site, handle: str, token: str) -> Letter:
    return Letter(
        _CONFIRM,
        f"Open this page and press the button to confirm that this is the address "
        f"of {handle}:\n\n"
        f"{site.link(f'/prove/{token}')}\n\n"
        f"The link works once, for {LINK_MINUTES} minutes.\n",
        discreet=True,
    )


def change_address(site: Site, handle: str, token: str) -> Letter:
    return Letter(
        _CONFIRM,
        f"Open this page and press the button to make this the address of {handle}:\n\n"
        f"{site.link(f'/prove/{token}')}\n\n"
        f"The link works once, for {LINK_MINUTES} minutes. Until then your old address "
        "stays in use.\n\n"
        "If you did not ask for this, ignore this mail.\n",
        discreet=True,
    )


def confirm_work_address(site: Site, _handle: str, token: str) -> Letter:
    return _confirm_mailbox(site.link(f"/account/work-email/{token}"))


def confirm_vendor_address(site: Site, _handle: str, token: str) -> Letter:
    return _confirm_mailbox(site.link(f"/rep/claim/{token}"))


def _confirm_mailbox(link: str) -> Letter:
    return Letter(
        _CONFIRM,
        "Somebody, probably you, asked to confirm that this address is theirs.\n\n"
        "Open this page where you are logged in, on any device, and press the "
        "button:\n\n"
        f"{link}\n\n"
        f"The link works once, for {LINK_MINUTES} minutes.\n\n"
        "If you did not ask for this, ignore this mail: nothing will happen.\n",
        discreet=True,
    )


def work_address_in_use() -> Letter:
    return Letter(
        _ABOUT,
        "Somebody, probably you, asked to confirm that this address is theirs. It is "
        "confirmed already, for another account of yours perhaps, so nothing has "
        "changed. An address serves one account: remove it there first.\n\n"
        "If you did not ask for this, ignore this mail.\n",
        discreet=True,
    )


def address_in_use(site: Site) -> Letter:
    return Letter(
        _ABOUT,
        f"Somebody who is logged in at {site.name} wanted to change their address to "
        "this one. It belongs to another account, perhaps an older one of yours, so "
        "nothing has changed.\n\n"
        f"Forgot that account's password? {site.link('/forgot')}\n",
        discreet=True,
    )


def address_changed(site: Site, handle: str) -> Letter:
    return Letter(
        f"Your address at {site.name} has changed",
        f"The account {handle} now has another e-mail address, and mails go there "
        "from now on.\n\n"
        f"If it was not you, write to whoever runs {site.name} at once.\n",
    )


def reset_password(site: Site, handle: str, token: str) -> Letter:
    return Letter(
        f"A new password for {site.name}",
        f"Somebody, probably you, forgot the password of {handle}. "
        "Choose a new one here:\n\n"
        f"{site.link(f'/reset/{token}')}\n\n"
        f"The link works once, for {LINK_MINUTES} minutes.\n\n"
        "If it was not you, ignore this mail: your password stays as it is.\n",
    )


def two_factors_changed(site: Site, handle: str, *, on: bool) -> Letter:
    now = "asks for a code as well" if on else "asks for the password alone"
    return Letter(
        f"How you log in at {site.name} has changed",
        f"Logging in as {handle} {now} from now on.\n\n"
        f"If it was not you, choose a new password now: {site.link('/forgot')}\n",
    )


def recovery_codes_renewed(site: Site, handle: str) -> Letter:
    return Letter(
        f"New recovery codes at {site.name}",
        f"{handle} has new recovery codes; the old ones are void.\n\n"
        f"If it was not you, choose a new password now: {site.link('/forgot')}\n",
    )


def codes_were_wrong(site: Site, handle: str) -> Letter:
    return Letter(
        f"Wrong codes at {site.name}",
        f"Somebody gave the right password of {handle}, and then five wrong codes. They "
        "are not logged in.\n\n"
        "If it was not you, they know your password: choose a new one now: "
        f"{site.link('/forgot')}\n",
    )


def password_changed(site: Site, handle: str) -> Letter:
    return Letter(
        f"Your password at {site.name} has changed",
        f"The password of {handle} was changed, and all other devices were logged "
        "out.\n\n"
        f"If it was not you, choose a new one now: {site.link('/forgot')}\n",
    )


def vendor_claim_approved(site: Site, vendor: str) -> Letter:
    return Letter(
        f"You speak for {vendor} at {site.name}",
        f"A moderator of {site.name} has confirmed that you represent {vendor}. What "
        "you post stands in the vendor’s own lane, with your name and title.\n\n"
        f"Log in again, and start here: {site.link('/rep/')}\n",
    )


def vendor_claim_ended(site: Site, vendor: str, reason: str) -> Letter:
    return Letter(
        f"About your claim at {site.name}",
        f"A moderator of {site.name} decided that you do not speak for {vendor} there, "
        f"and gave this reason:\n\n{reason}\n\n"
        f"What it is about, and how to claim again: {site.link('/rep/')}\n",
    )


def dispute_decided(site: Site, vendor_slug: str, *, reason: str) -> Letter:
    return Letter(
        f"Your dispute at {site.name} was decided",
        f"A moderator of {site.name} has decided about what you disputed, and gave this "
        f"reason:\n\n{reason}\n\n"
        f"Everybody reads it at {site.link(f'/prices/{vendor_slug}/disputes')}\n",
    )
