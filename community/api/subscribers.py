"""What becomes of tokens when somebody logs all their devices out."""

from community.accounts.events import DevicesLoggedOut
from community.api.rules import revoke_all_tokens
from community.core.events import Bus


def subscribe(bus: Bus) -> None:
    bus.subscribe(DevicesLoggedOut, _on_logged_out)


def _on_logged_out(event: DevicesLoggedOut) -> None:
    revoke_all_tokens(event.user_id)
