"""The environment variables that are settings: how each is read, and what it is for."""

from pathlib import Path

from community.core import environment
from community.core.price_variables import PRICE_VARIABLES
from community.core.variable import Variable

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
        environment.database_url,
        "SQLite (sqlite:///PATH) or PostgreSQL 15 or newer (postgresql://…).",
        "SQLite in the data directory",
    ),
    Variable(
        "FAIRQUOTE_BIND",
        "bind_host",
        environment.bind_address,
        "The address and port to serve on.",
        "127.0.0.1:8000",
        also_sets=("bind_port",),
    ),
    Variable(
        "FAIRQUOTE_SECRET_KEY",
        "secret_key",
        environment.secret,
        "Signs cookies and links; at least 32 random characters.",
        "made at first start, kept in the data directory",
    ),
    Variable(
        "FAIRQUOTE_SEAL_KEY",
        "seal_key",
        environment.secret,
        "Hides who is behind a deal or a mailbox, never kept in the database; at least "
        "32 random characters. Never change it, and back it up apart.",
        "made at first start, kept in the data directory",
    ),
    Variable(
        "FAIRQUOTE_BASE_URL",
        "base_url",
        environment.base_url,
        "How people reach the site; used in mails and to check the Origin.",
        "http:// and the bind address",
    ),
    Variable(
        "FAIRQUOTE_SMTP_URL",
        "mail_url",
        environment.mail_url,
        "smtp://, smtp+starttls:// or smtps://; file: writes mails into the data "
        "directory, console: prints them.",
        "file:",
    ),
    Variable(
        "FAIRQUOTE_MAIL_FROM",
        "mail_from",
        environment.mail_from,
        "The sender of our mails.",
        "no-reply@localhost.localdomain",
    ),
    Variable(
        "FAIRQUOTE_SITE_NAME",
        "site_name",
        environment.line_of_text,
        "The name in the bar and in mails.",
        "Fairquote",
    ),
    Variable(
        "FAIRQUOTE_HOST_RELATIONSHIP",
        "host_relationship",
        environment.relationship,
        "What the host sells, printed on every page: independent, "
        "vendor-own-products or vendor-wider-category.",
        "vendor-own-products",
    ),
    Variable(
        "FAIRQUOTE_BASE_CURRENCY",
        "base_currency",
        environment.currency,
        "The currency that prices are compared in; fixed once deals exist: with another the start refuses.",
        "USD",
    ),
    Variable(
        "FAIRQUOTE_TRUSTED_PROXIES",
        "trusted_proxies",
        environment.networks,
        "Proxies whose X-Forwarded-For is believed, as addresses or networks.",
        "none",
    ),
    Variable(
        "FAIRQUOTE_WORKERS",
        "workers",
        environment.small_count,
        "Web processes.",
        "2",
    ),
    Variable(
        "FAIRQUOTE_THREADS",
        "threads",
        environment.small_count,
        "Threads in each web process.",
        "8",
    ),
    Variable(
        "FAIRQUOTE_EVIDENCE_DAYS",
        "evidence_days",
        environment.evidence_days,
        "How many days after a moderator's decision evidence is deleted; 30 at most.",
        "30",
    ),
    Variable(
        "FAIRQUOTE_NOTICE_DAYS",
        "notice_days",
        environment.notice_days,
        "Within how many days a legal notice is decided, as its receipt says; 30 at most.",
        "7",
    ),
    Variable(
        "FAIRQUOTE_UK_COMPLAINTS",
        "uk_complaints",
        environment.switch,
        "on: who is defamed under the law of England and Wales finds a form for that; who "
        "posted it is told, and it goes unless they stand by it (the Regulations of 2013).",
        "off",
    ),
    Variable(
        "FAIRQUOTE_LOG_FORMAT",
        "log_format",
        environment.log_format,
        "text for people, json for machines.",
        "text",
    ),
    Variable(
        "FAIRQUOTE_PAGE_CACHE",
        "cache_pages",
        environment.switch,
        "on: visitors' pages are kept in memory until something public changes.",
        "on",
    ),
    Variable(
        "FAIRQUOTE_TWO_FACTORS",
        "two_factors",
        environment.required,
        "required: moderators, hosts and representatives write only once their log-in "
        "asks for a code too; off while the sample community is here.",
        "required",
    ),
    Variable(
        "FAIRQUOTE_EMBED_ON",
        "embed_on",
        environment.origins,
        "Origins of the host's own pages that may frame a product's price card, by commas.",
        "none",
    ),
    *PRICE_VARIABLES,
)
