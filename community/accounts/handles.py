"""Handles: what one may call oneself, which look alike, and a pseudonym to start from."""

import re
import secrets

from community.accounts.refusals import refused
from community.core.text import clean_line, slugify

FEWEST_CHARACTERS = 2
MOST_CHARACTERS = 24
_IMPORTED_NAME = 22
_IMPORTED_SOURCE = 12

_SHAPE = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*", re.ASCII)
_PAIRS = (("rn", "m"), ("vv", "w"))
_LOOK_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s"})
_SPELT_WITH_DIGITS = str.maketrans(
    {"0": "o", "1": "l", "i": "l", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b"}
)
_SEPARATORS = re.compile(r"[._-]")

_RESERVED = (
    "account admins all anonymous api bot buyer contact deleted everybody everyone "
    "fairquote feedback former guest help host hosts imported info inbox legal login "
    "logout mail me member mod moderation moderators mods news nobody null office "
    "owner postmaster press privacy register rep reps root sales sample security "
    "service settings site staff superuser support sysop system team undefined unknown "
    "user users vendor vendors visitor webmaster you"
)
_STAFF_WORDS = "admin fairquote moderator official verified"
_STAFF_PARTS = "staff support mod host system security team rep vendor"

_ADJECTIVES = (
    "amber brisk calm clear cosy dry early even fair fine gentle green grey hazel "
    "keen kind late light long mellow mild neat noble oaken old open pale patient "
    "plain prime quick quiet rapid ripe royal rural sharp silent silver slow small "
    "smooth snowy soft solid still stout sunny swift tall tidy true warm wide wise"
)
_NOUNS = (
    "acorn alder anchor aspen badger barley basin bay beacon birch brook cedar cliff "
    "clover comet coral cove crane creek curlew dune elm falcon fern field finch "
    "fjord forest garnet glen grove harbor hare hazel heath heron hill island ivy "
    "juniper lake lantern larch lark ledger linden lynx maple marsh meadow mill moor "
    "oak orchard osprey otter pebble pine plover pond poplar quarry reed ridge river "
    "rowan saddle sparrow spruce stone stork summit swallow thicket tide valley walnut "
    "willow wren"
)


def fold(handle: str) -> str:
    """Return the key that handles share when a reader may take one for another."""
    folded = _SEPARATORS.sub("", handle.lower())
    for pair, single in _PAIRS:
        folded = folded.replace(pair, single)
    return folded.translate(_LOOK_ALIKE)


_RESERVED_KEYS = frozenset(fold(word) for word in _RESERVED.split())
_STAFF_KEYS = tuple(fold(word) for word in _STAFF_WORDS.split())
_STAFF_PART_KEYS = frozenset(fold(word) for word in _STAFF_PARTS.split())


def check_handle(text: str, *, site_name: str) -> str:
    """Return `text` as the handle it stands for; raise Invalid when it can't be one."""
    handle = clean_line(text).lower()
    if not FEWEST_CHARACTERS <= len(handle) <= MOST_CHARACTERS:
        raise refused(
            handle=f"A handle has {FEWEST_CHARACTERS} to {MOST_CHARACTERS} characters."
        )
    if not _SHAPE.fullmatch(handle):
        raise refused(
            handle="A handle starts with a letter and goes on with letters a to z and digits; "
            "a single - or _ may stand between them."
        )
    if is_reserved(handle, site_name=site_name):
        raise refused(
            handle="That handle could be taken for staff. Please choose another."
        )
    return handle


def is_reserved(handle: str, *, site_name: str) -> bool:
    """Say whether people could take `handle` for the staff or for the site itself."""
    if fold(handle) in _RESERVED_KEYS | {fold(slugify(site_name))}:
        return True
    parts = _SEPARATORS.split(handle)
    if any(fold(part) in _STAFF_PART_KEYS for part in parts):
        return True
    spelt = fold(handle).translate(_SPELT_WITH_DIGITS)
    return any(word in spelt for word in _STAFF_KEYS)


def suggest_handle() -> str:
    """Return a pseudonym that says nothing about anybody."""
    adjective = secrets.choice(_ADJECTIVES.split())
    return f"{adjective}_{secrets.choice(_NOUNS.split())}"


def imported_handle(name: str, source: str) -> str:
    """Return the handle of an imported author: the dot keeps it apart from members'."""
    words = slugify(name)[:_IMPORTED_NAME].strip("-") or "author"
    return f"{words}.{slugify(source)[:_IMPORTED_SOURCE].strip('-') or 'import'}"


def numbered(handle: str, number: int) -> str:
    """Return what `handle` of an imported author becomes for the next of that name."""
    words, _, source = handle.partition(".")
    return handle if number == 1 else f"{words}-{number}.{source}"
