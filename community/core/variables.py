"""The environment variables that are settings: how each is read, and what it is for."""

import ipaddress
import re
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from community.core.price_variables import PRICE_VARIABLES
from community.core.variable import Variable

MIN_SECRET = 32
MOST_EVIDENCE_DAYS = 30
MOST_NOTICE_DAYS = 30
_MAX_PORT = 65_535
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?")


class HostRelationship(StrEnum):
    """What the host sells, printed on every page (16 CFR 465.6)."""

    INDEPENDENT = "independent"
    VENDOR_OWN = "vendor-own-products"
    VENDOR_WIDER = "vendor-wider-category"


def _text(value: str) -> str:
    if not value.strip() or len(value) > 80 or not value.isprintable():
        raise ValueError("a printable text of 1 to 80 characters")
    return value.strip()


def _database_url(value: str) -> str:
    scheme, separator, rest = value.partition("://")
    if not separator:
        raise ValueError("sqlite:///PATH or postgresql://USER@HOST/NAME")
    if scheme in {"postgres", "postgresql", "postgresql+psycopg"}:
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return value
    raise ValueError("sqlite:///PATH or postgresql://USER@HOST/NAME")


def _bind(value: str) -> tuple[str, int]:
    host, separator, port = value.rpartition(":")
    if not separator or not host or not port.isascii() or not port.isdigit():
        raise ValueError("HOST:PORT, for example 127.0.0.1:8000")
    return host.strip("[]"), _port(port)


def _port(value: str) -> int:
    number = int(value) if value.isascii() and value.isdigit() else -1
    if not 0 < number <= _MAX_PORT:
        raise ValueError("a port between 1 and 65535")
    return number


def _base_url(value: str) -> str:
    parts = urlsplit(value)
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or parts.path.strip("/")
        or parts.query
        or parts.fragment
    ):
        raise ValueError("http(s)://HOST without a path")
    return f"{parts.scheme}://{parts.netloc}"


def _mail_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme in {"file", "console"}:
        return f"{parts.scheme}:"
    if parts.scheme in {"smtp", "smtps", "smtp+starttls"} and parts.hostname:
        return value
    raise ValueError("smtp://USER:PASSWORD@HOST:PORT, smtps://…, file: or console:")


def _mail_from(value: str) -> str:
    name, at, domain = value.strip().rpartition("@")
    if not at or not name or not domain or not value.isprintable():
        raise ValueError("an e-mail address")
    return value.strip()


def secret(value: str) -> str:
    if len(value) < MIN_SECRET:
        raise ValueError("at least 32 random characters")
    return value


def _currency(value: str) -> str:
    if not (len(value) == 3 and value.isascii() and value.isupper()):
        raise ValueError("an ISO 4217 code such as USD or EUR")
    return value


def _relationship(value: str) -> HostRelationship:
    try:
        return HostRelationship(value)
    except ValueError:
        raise ValueError("one of " + ", ".join(HostRelationship)) from None


def _origins(value: str) -> tuple[str, ...]:
    names = tuple(part.strip() for part in value.split(",") if part.strip())
    try:
        # They go into a header: nothing but scheme, host and port may stand in one.
        if not all(_ORIGIN.fullmatch(name) for name in names):
            raise ValueError
        return tuple(map(_base_url, names))
    except ValueError:
        raise ValueError("origins such as https://www.example.com, by commas") from None


def _networks(value: str) -> tuple[str, ...]:
    names = tuple(part.strip() for part in value.split(",") if part.strip())
    try:
        for name in names:
            ipaddress.ip_network(name, strict=False)
    except ValueError:
        raise ValueError("addresses or networks, separated by commas") from None
    return names


def _count(value: str) -> int:
    number = int(value) if value.isascii() and value.isdigit() else 0
    if not 0 < number <= 64:
        raise ValueError("a number between 1 and 64")
    return number


def _evidence_days(value: str) -> int:
    number = int(value) if value.isascii() and value.isdigit() else 0
    if not 0 < number <= MOST_EVIDENCE_DAYS:
        raise ValueError(
            f"a number of days between 1 and {MOST_EVIDENCE_DAYS}: evidence may be "
            "deleted sooner, never later"
        )
    return number


def _notice_days(value: str) -> int:
    number = int(value) if value.isascii() and value.isdigit() else 0
    if not 0 < number <= MOST_NOTICE_DAYS:
        raise ValueError(f"a number of days between 1 and {MOST_NOTICE_DAYS}")
    return number


def _log_format(value: str) -> str:
    if value not in {"text", "json"}:
        raise ValueError("text or json")
    return value


def _required(value: str) -> bool:
    if value not in {"required", "off"}:
        raise ValueError("required or off")
    return value == "required"


def _switch(value: str) -> bool:
    if value not in {"on", "off"}:
        raise ValueError("on or off")
    return value == "on"


VARIABLES = (
    Variable(
        "FAIRQUOTE_DATA_DIR",
        "data_dir",
        Path,
        "Where the database, mail files, uploads and the search index live.",
        "var/",
    ),
    Variable(
        "FAIRQUOTE_DATABASE_URL",
        "database_url",
        _database_url,
        "SQLite (sqlite:///PATH) or PostgreSQL 15 or newer (postgresql://…).",
        "SQLite in the data directory",
    ),
    Variable(
        "FAIRQUOTE_BIND",
        "bind_host",
        _bind,
        "The address and port to serve on.",
        "127.0.0.1:8000",
        also_sets=("bind_port",),
    ),
    Variable(
        "FAIRQUOTE_SECRET_KEY",
        "secret_key",
        secret,
        "Signs cookies and links; at least 32 random characters.",
        "made at first start, kept in the data directory",
    ),
    Variable(
        "FAIRQUOTE_SEAL_KEY",
        "seal_key",
        secret,
        "Hides who is behind a deal or a mailbox, never kept in the database; at least "
        "32 random characters. Never change it, and back it up apart.",
        "made at first start, kept in the data directory",
    ),
    Variable(
        "FAIRQUOTE_BASE_URL",
        "base_url",
        _base_url,
        "How people reach the site; used in mails and to check the Origin.",
        "http:// and the bind address",
    ),
    Variable(
        "FAIRQUOTE_SMTP_URL",
        "mail_url",
        _mail_url,
        "smtp://, smtp+starttls:// or smtps://; file: writes mails into the data "
        "directory, console: prints them.",
        "file:",
    ),
    Variable(
        "FAIRQUOTE_MAIL_FROM",
        "mail_from",
        _mail_from,
        "The sender of our mails.",
        "no-reply@localhost.localdomain",
    ),
    Variable(
        "FAIRQUOTE_SITE_NAME",
        "site_name",
        _text,
        "The name in the bar and in mails.",
        "Fairquote",
    ),
    Variable(
        "FAIRQUOTE_HOST_RELATIONSHIP",
        "host_relationship",
        _relationship,
        "What the host sells, printed on every page: independent, "
        "vendor-own-products or vendor-wider-category.",
        "vendor-own-products",
    ),
    Variable(
        "FAIRQUOTE_BASE_CURRENCY",
        "base_currency",
        _currency,
        "The currency that prices are compared in; fixed once deals exist: with another the start refuses.",
        "USD",
    ),
    Variable(
        "FAIRQUOTE_TRUSTED_PROXIES",
        "trusted_proxies",
        _networks,
        "Proxies whose X-Forwarded-For is believed, as addresses or networks.",
        "none",
    ),
    Variable(
        "FAIRQUOTE_WORKERS",
        "workers",
        _count,
        "Web processes.",
        "2",
    ),
    Variable(
        "FAIRQUOTE_THREADS",
        "threads",
        _count,
        "Threads in each web process.",
        "8",
    ),
    Variable(
        "FAIRQUOTE_EVIDENCE_DAYS",
        "evidence_days",
        _evidence_days,
        "How many days after a moderator's decision evidence is deleted; 30 at most.",
        "30",
    ),
    Variable(
        "FAIRQUOTE_NOTICE_DAYS",
        "notice_days",
        _notice_days,
        "Within how many days a legal notice is decided, as its receipt says; 30 at most.",
        "7",
    ),
    Variable(
        "FAIRQUOTE_UK_COMPLAINTS",
        "uk_complaints",
        _switch,
        "on: who is defamed under the law of England and Wales finds a form for that; who "
        "posted it is told, and it goes unless they stand by it (the Regulations of 2013).",
        "off",
    ),
    Variable(
        "FAIRQUOTE_LOG_FORMAT",
        "log_format",
        _log_format,
        "text for people, json for machines.",
        "text",
    ),
    Variable(
        "FAIRQUOTE_PAGE_CACHE",
        "cache_pages",
        _switch,
        "on: visitors' pages are kept in memory until something public changes.",
        "on",
    ),
    Variable(
        "FAIRQUOTE_TWO_FACTORS",
        "two_factors",
        _required,
        "required: moderators, hosts and representatives write only once their log-in "
        "asks for a code too; off while the sample community is here.",
        "required",
    ),
    Variable(
        "FAIRQUOTE_EMBED_ON",
        "embed_on",
        _origins,
        "Origins of the host's own pages that may frame a product's price card, by commas.",
        "none",
    ),
    *PRICE_VARIABLES,
)
