"""The one door to the environment: read once into a typed object, or refuse to start."""

import ipaddress
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import current_app

from community.core.environment import MOST_EVIDENCE_DAYS, HostRelationship, secret
from community.core.variables import VARIABLES

_LOGS_OUT = "delete it to get a new secret (everybody is logged out)"
_LOSES_LINKS = (
    "bring it back from a backup (without it nobody finds their own again, for good)"
)

_OLDEST_START = 12


class SettingsError(Exception):
    """A setting is wrong; the message names it and says what would be right."""


@dataclass(frozen=True)
class Settings:
    """Everything that may differ between two installations."""

    data_dir: Path
    database_url: str
    secret_key: str
    seal_key: str
    bind_host: str = "127.0.0.1"
    bind_port: int = 8000
    base_url: str = "http://127.0.0.1:8000"
    mail_url: str = "file:"
    mail_from: str = "no-reply@localhost.localdomain"
    site_name: str = "Fairquote"
    host_relationship: HostRelationship = HostRelationship.VENDOR_OWN
    base_currency: str = "USD"
    trusted_proxies: tuple[str, ...] = ()
    workers: int = 2
    threads: int = 8
    log_format: str = "text"
    evidence_days: int = MOST_EVIDENCE_DAYS
    notice_days: int = 7
    uk_complaints: bool = False
    cache_pages: bool = True
    two_factors: bool = True
    median_from: int = 5
    quartiles_from: int = 12
    interval_from: int = 20
    tails_from: int = 40
    min_age_months: int = 3
    release: str = "monthly"
    page_budget: int = 120
    embed_on: tuple[str, ...] = ()
    argon2_time_cost: int = 2
    argon2_memory_kib: int = 19 * 1024
    testing: bool = False
    webhooks_to_loopback: bool = False
    """For tests alone: no variable sets it."""

    @property
    def is_secure(self) -> bool:
        """Whether people reach the site over TLS."""
        return self.base_url.startswith("https://")

    @property
    def price_age_months(self) -> int:
        """Months after which a price counts (P8): 12 where the host sells rivals' kind."""
        if self.host_relationship is HostRelationship.VENDOR_WIDER:
            return _OLDEST_START
        return self.min_age_months

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def is_loopback(self) -> bool:
        return _is_loopback(self.bind_host)


def load_settings(
    environ: Mapping[str, str] | None = None, **overrides: object
) -> Settings:
    """Read the settings; `overrides` (from the command line) win.

    Raises SettingsError that names the variable and says what would be right.
    """
    if environ is None:
        environ = os.environ  # noqa: TID251 - the one place that may read it
    values = _read_variables(environ)
    _refuse_unknown(environ)
    values.update({k: v for k, v in overrides.items() if v is not None})
    data_dir = Path(str(values.get("data_dir", "var"))).absolute()
    values["data_dir"] = data_dir
    values.setdefault("database_url", f"sqlite:///{data_dir / 'fairquote.sqlite3'}")
    if "secret_key" not in values:
        values["secret_key"] = _kept_secret(data_dir, "secret_key", _LOGS_OUT)
    if "seal_key" not in values:
        values["seal_key"] = _kept_secret(data_dir, "seal_key", _LOSES_LINKS)
    host = values.setdefault("bind_host", "127.0.0.1")
    port = values.setdefault("bind_port", 8000)
    values.setdefault(
        "base_url", f"http://{f'[{host}]' if ':' in host else host}:{port}"
    )
    return Settings(**values)


def _read_variables(environ: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for variable in VARIABLES:
        raw = environ.get(variable.name, "")
        if not raw:
            continue
        try:
            value = variable.read(raw)
        except ValueError as error:
            raise SettingsError(f"{variable.name} must be {error}.") from None
        if variable.also_sets:
            names = (variable.sets, *variable.also_sets)
            values.update(zip(names, value, strict=True))
        else:
            values[variable.sets] = value
    return values


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = {variable.name for variable in VARIABLES}
    for name in sorted(environ):
        if name.startswith("FAIRQUOTE_") and name not in known:
            if name.startswith("FAIRQUOTE_TEST_"):
                continue
            raise SettingsError(f"{name} is not a setting; the README lists them all.")


def _kept_secret(data_dir: Path, name: str, when_damaged: str) -> str:
    """Return the secret in the data directory's file `name`; make it when missing."""
    path = data_dir / name
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            # Written aside and linked: two starts at once agree on one secret.
            draft = data_dir / f"{name}.{secrets.token_hex(4)}"
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(48))
            try:
                os.link(draft, path)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return secret(path.read_text().strip())
    except OSError as error:
        raise SettingsError(
            f"FAIRQUOTE_DATA_DIR must be a folder that we may write to ({error})."
        ) from None
    except ValueError:
        raise SettingsError(f"{path} is damaged: {when_damaged}.") from None


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def get_settings() -> Settings:
    """Return the running application's settings."""
    settings: Settings = current_app.extensions["fairquote.settings"]
    return settings


def export_settings(settings: Settings) -> None:
    """Hand `settings` to the processes that we start, through the environment."""
    host = settings.bind_host
    bind = (
        f"[{host}]:{settings.bind_port}"
        if ":" in host
        else f"{host}:{settings.bind_port}"
    )
    os.environ.update(  # noqa: TID251 - the one place that may write it
        FAIRQUOTE_DATA_DIR=str(settings.data_dir),
        FAIRQUOTE_DATABASE_URL=settings.database_url,
        FAIRQUOTE_BIND=bind,
        FAIRQUOTE_BASE_URL=settings.base_url,
        FAIRQUOTE_SECRET_KEY=settings.secret_key,
        FAIRQUOTE_SEAL_KEY=settings.seal_key,
    )
