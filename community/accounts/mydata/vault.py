"""Where exports lie until they are fetched, or their days are over."""

from community.core.vault import Vault

VAULT = Vault(
    "exports",
    "accounts.export",
    "The file is gone: its days were over, or you deleted it.",
)
