"""Where evidence lies: in a vault of its own; see core.vault."""

from community.core.vault import Stored, Vault

__all__ = ["GONE", "Stored", "delete", "folder", "load", "offered", "store", "sweep"]

GONE = "The file is gone: it was taken back, or its time was over."
_VAULT = Vault("evidence", "deals.evidence", GONE)

delete = _VAULT.delete
folder = _VAULT.folder
load = _VAULT.load
offered = _VAULT.offered
store = _VAULT.store
sweep = _VAULT.sweep
