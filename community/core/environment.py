"""What texts in the environment stand for: each reader raises ValueError with what is right."""

import ipaddress
import re
from enum import StrEnum
from urllib.parse import urlsplit

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


def line_of_text(value: str) -> str:
    if not value.strip() or len(value) > 80 or not value.isprintable():
        raise ValueError("a printable text of 1 to 80 characters")
    return value.strip()


def database_url(value: str) -> str:
    scheme, separator, rest = value.partition("://")
    if not separator:
        raise ValueError("sqlite:///PATH or postgresql://USER@HOST/NAME")
    if scheme in {"postgres", "postgresql", "postgresql+psycopg"}:
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return value
    raise ValueError("sqlite:///PATH or postgresql://USER@HOST/NAME")


def bind_address(value: str) -> tuple[str, int]:
    host, separator, port = value.rpartition(":")
    if not separator or not host or not port.isascii() or not port.isdigit():
        raise ValueError("HOST:PORT, for example 127.0.0.1:8000")
    return host.strip("[]"), _port(port)


def _port(value: str) -> int:
    number = int(value) if value.isascii() and value.isdigit() else -1
    if not 0 < number <= _MAX_PORT:
        raise ValueError("a port between 1 and 65535")
    return number


def base_url(value: str) -> str:
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


def mail_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme in {"file", "console"}:
        return f"{parts.scheme}:"
    if parts.scheme in {"smtp", "smtps", "smtp+starttls"} and parts.hostname:
        return value
    raise ValueError("smtp://USER:PASSWORD@HOST:PORT, smtps://…, file: or console:")


def mail_from(value: str) -> str:
    name, at, domain = value.strip().rpartition("@")
    if not at or not name or not domain or not value.isprintable():
        raise ValueError("an e-mail address")
    return value.strip()


def secret(value: str) -> str:
    if len(value) < MIN_SECRET:
        raise ValueError("at least 32 random characters")
    return value


def currency(value: str) -> str:
    if not (len(value) == 3 and value.isascii() and value.isupper()):
        raise ValueError("an ISO 4217 code such as USD or EUR")
    return value


def relationship(value: str) -> HostRelationship:
    try:
        return HostRelationship(value)
    except ValueError:
        raise ValueError("one of " + ", ".join(HostRelationship)) from None


def origins(value: str) -> tuple[str, ...]:
    names = tuple(part.strip() for part in value.split(",") if part.strip())
    try:
        # They go into a header: nothing but scheme, host and port may stand in one.
        if not all(_ORIGIN.fullmatch(name) for name in names):
            raise ValueError
        return tuple(map(base_url, names))
    except ValueError:
        raise ValueError("origins such as https://www.example.com, by commas") from None


def networks(value: str) -> tuple[str, ...]:
    names = tuple(part.strip() for part in value.split(",") if part.strip())
    try:
        for name in names:
            ipaddress.ip_network(name, strict=False)
    except ValueError:
        raise ValueError("addresses or networks, separated by commas") from None
    return names


def small_count(value: str) -> int:
    number = int(value) if value.isascii() and value.isdigit() else 0
    if not 0 < number <= 64:
        raise ValueError("a number between 1 and 64")
    return number


def evidence_days(value: str) -> int:
    number = int(value) if value.isascii() and value.isdigit() else 0
    if not 0 < number <= MOST_EVIDENCE_DAYS:
        raise ValueError(
            f"a number of days between 1 and {MOST_EVIDENCE_DAYS}: evidence may be "
            "deleted sooner, never later"
        )
    return number


def notice_days(value: str) -> int:
    number = int(value) if value.isascii() and value.isdigit() else 0
    if not 0 < number <= MOST_NOTICE_DAYS:
        raise ValueError(f"a number of days between 1 and {MOST_NOTICE_DAYS}")
    return number


def log_format(value: str) -> str:
    if value not in {"text", "json"}:
        raise ValueError("text or json")
    return value


def required(value: str) -> bool:
    if value not in {"required", "off"}:
        raise ValueError("required or off")
    return value == "required"


def switch(value: str) -> bool:
    if value not in {"on", "off"}:
        raise ValueError("on or off")
    return value == "on"
