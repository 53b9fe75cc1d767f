"""The lock is whole: every dependency pinned with hashes, in the section that needs it."""

import re
import tomllib
from pathlib import Path

import pytest

from community.bootstrap.lockfile import requirements, sections, shares
from community.bootstrap.stopped import StoppedError

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCK = (ROOT / "requirements.lock").read_text()
SMALL = """\
# A comment.
# [runtime]
flask==3 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
# [build]
hatchling==1 --hash=sha256:cc
# [test]
pluggy==1 --hash=sha256:dd
# [e2e]
pluggy==1 --hash=sha256:dd
"""


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def test_sections_are_read_with_their_hashes() -> None:
    assert sections(SMALL)["runtime"] == [
        "flask==3 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n"
    ]


def test_requirements_name_a_package_once() -> None:
    names = [_name(block) for block in requirements(SMALL, {"test", "e2e"})]

    assert names == ["flask", "hatchling", "pluggy"]


def test_shares_hold_everything_once_and_the_largest_apart() -> None:
    blocks = requirements(LOCK, ())

    one, other = shares(blocks, 2)

    assert sorted([*one, *other]) == sorted(blocks)
    assert abs(len(one) - len(other)) <= 1
    for version in (0, 1):
        numpy = [block for block in blocks if _name(block) == "numpy"][version]
        scipy = [block for block in blocks if _name(block) == "scipy"][version]
        assert (numpy in one) != (scipy in one)


def test_an_unknown_extra_is_refused_by_name() -> None:
    with pytest.raises(StoppedError, match="no extra 'tets'; there are test, e2e"):
        requirements(SMALL, {"tets"})


def test_every_dependency_is_in_its_section_of_the_lock() -> None:
    known = {name: set(map(_name, found)) for name, found in sections(LOCK).items()}
    extras = PROJECT["project"]["optional-dependencies"]
    wanted = {
        "runtime": PROJECT["project"]["dependencies"],
        "build": PROJECT["build-system"]["requires"],
        **extras,
    }

    missing = {
        (section, requirement)
        for section, lines in wanted.items()
        for requirement in map(_name, lines)
        if requirement not in known.get(section, set()) | known["runtime"]
    }

    assert missing == set(), "run `python3 .ci/lock.py`"
    assert set(known) == set(wanted)


def test_every_locked_package_is_pinned_and_hashed() -> None:
    blocks = [block for found in sections(LOCK).values() for block in found]

    loose = [b for b in blocks if not re.match(r"[a-z0-9-]+==\S+( ;.*)? \\\n", b)]
    unhashed = [b for b in blocks if not re.search(r"--hash=sha256:[0-9a-f]{64}", b)]

    assert (loose, unhashed) == ([], [])


def test_the_lock_names_no_host_and_no_path() -> None:
    assert re.findall(r"://|--index|--find-links|/\w+/", LOCK) == []
