"""What people and machines type that no form expects."""

import os
from collections.abc import Sequence
from typing import TypeVar

_One = TypeVar("_One")

_SHIFT = int("FAIRQUOTE_TEST_DATABASE_URL" in os.environ)  # noqa: TID251 - the tests' own
"""What SQLite's turn leaves out at a place, the other database's turn tries there."""

MARK = "xsscanary"
"""Never stands as a tag or an attribute on any page of ours."""
SUM = "50337"
"""What 7191*7 comes to, if anything computes it."""

VECTORS = [
    f"<{MARK} onx=1>",
    f'"><{MARK}>',
    f"'><{MARK}>",
    f'" {MARK}=1 x="',
    f"' {MARK}=1 x='",
    f"</textarea><{MARK}>",
    f"</title></option></select><{MARK}>",
    f"<!--><{MARK}>-->",
    f"--!><{MARK}>",
    f"]]><{MARK}>",
    f"<svg/onload={MARK}()><{MARK}>",
    f"<img src=x onerror={MARK}()>{'<' + MARK + '>'}",
    f"[x](javascript:{MARK}())<{MARK}>",
    f"&lt;{MARK}&gt; &#60;{MARK}&#62; <{MARK}>",
    f"\x00<\x00{MARK}>",
    "{{7191*7}} ${7191*7} #{7191*7} <%= 7191*7 %> {% print 7191*7 %}",
]
ODD = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "a\udfffb" * 3,
    "\u202eabc\u200b\u2066",
    "\u200f\u200e\ufeff",
    "x" * 100_000,
    "é" * 50_000,
    "a " * 30_000,
    "\U0001f469\u200d\U0001f4bb" * 20,
    "Z̮̞̠͙͔ͅA̗̞͈̻̗L͙͎̯̹̞͓GO̭̗̮" * 3,
    "٣٤٥",
    "½",
    "0",
    "-1",
    "-99999999999999999999",
    "99999999999999999999999999999999",
    "9" * 5_000,
    "1e400",
    "-1e400",
    "1e-400",
    "NaN",
    "sNaN",
    "Infinity",
    "0x7fffffff",
    "1_000",
    "1,234.50.60",
    "'; DROP TABLE user; --",
    "1' OR '1'='1",
    "%' OR 1=1 --",
    "\\",
    "../../../../etc/passwd",
    "%00%0d%0a%s%n%x",
    "a\r\nSet-Cookie: xsscanary=1\r\n\r\n<b>",
    "a@b.example\r\nBcc: c@d.example",
    "${jndi:ldap://127.0.0.1/x}",
    "=cmd|' /C calc'!A0",
    "null",
    "undefined",
    "true",
    "[]",
    "{}",
    "9999-99",
    "0000-00",
    "2026-11-31",
    "//evil.example/x",
    "javascript:alert(1)",
    "http://[::1",
    "0" * 16,
]
DANGEROUS = ["\x00", "\ud800", "1e400", "NaN", "9" * 5_000, "½"]
"""What gets a field to itself: numbers and decoders break on these."""
QUERIES = [
    "\x00",
    "\ud800",
    "\u202eabc\u200b",
    "x" * 5_000,
    "1e400",
    "-1",
    "9" * 400,
    "NaN",
    "1' OR '1'='1",
    "%' OR 1=1 --",
    "\\",
    "W10",
    "bnVsbA",
    "WyJcdTAwMDAiXQ",
    "WzFlNDAwLCAxXQ",
    "eyJhIjogMX0",
    f"<{MARK} onx=1>",
    f'" {MARK}=1 x="',
    "{{7191*7}}",
    "a\r\nX-Canary: 1",
    '"a" OR (b AND NOT c*) ~2^9',
    "((((((((((" * 10,
    "* ? [a TO b]",
    "//evil.example",
]
RAW_QUERIES = [
    "{name}=%ff%fe",
    "{name}=%ed%a0%80",
    "{name}=%00",
    "{name}=%",
    "{name}=%zz",
    "{name}=1&{name}=2",
    "{name}[]=1&{name}[0]=2",
    "{name}",
    "=1",
    "&&&&",
    "%00=1",
    "{name}=\xff\xfe",
]
PATHS = [
    "%00",
    "%ff%fe",
    "%ed%a0%80",
    "..%2f..%2fetc%2fpasswd",
    "x" * 3_000,
    "-1",
    "99999999999999999999",
    "' OR 1=1 --",
    f"<{MARK}>",
    "%0d%0aX-Canary:%201",
    "é",
    "%E2%80%AE",
]


def share(values: Sequence[_One], number: int, of: int) -> Sequence[_One]:
    """Return a part of `values`: neighbours get the others, together they try them all."""
    return values[(number + _SHIFT) % of :: of]
