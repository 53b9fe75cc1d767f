"""Making exports and deleting them in time; erasing accounts whose days are over."""

from datetime import timedelta

from community.accounts.mydata.rules import erasing, exporting
from community.accounts.mydata.vault import VAULT
from community.core.jobs import JobRegistry

TIDY = "accounts.export.tidy"
DUE = "accounts.erase.due"


def register(registry: JobRegistry) -> None:
    registry.handler(exporting.MAKE, exporting.make_export)
    registry.handler(exporting.DROP, VAULT.delete)
    registry.handler(TIDY, exporting.delete_old)
    registry.periodic(TIDY, every=timedelta(hours=1))
    registry.handler(erasing.ERASE, erasing.erase_account)
    registry.handler(DUE, erasing.erase_due)
    registry.periodic(DUE, every=timedelta(hours=1))
