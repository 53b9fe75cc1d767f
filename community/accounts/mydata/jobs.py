"""Making exports and deleting them in time; erasing accounts whose days are over, or who never came."""

from datetime import timedelta

from community.accounts.mydata.rules import erasing, exporting, lapsing
from community.accounts.mydata.vault import VAULT
from community.core.jobs import JobRegistry, enqueue

TIDY = "accounts.export.tidy"
DUE = "accounts.erase.due"
LAPSE = "accounts.lapse"


def register(registry: JobRegistry) -> None:
    registry.handler(exporting.MAKE, exporting.make_export)
    registry.handler(exporting.DROP, VAULT.delete)
    registry.handler(TIDY, exporting.delete_old)
    registry.periodic(TIDY, every=timedelta(hours=1))
    registry.handler(erasing.ERASE, erasing.erase_account)
    registry.handler(DUE, erasing.erase_due)
    registry.periodic(DUE, every=timedelta(hours=1))
    registry.handler(LAPSE, lapse)
    registry.periodic(LAPSE, every=timedelta(days=1))


def lapse() -> None:
    """Let accounts lapse that nobody took over; come back while there are more."""
    if lapsing.lapse_some():
        enqueue(LAPSE)
