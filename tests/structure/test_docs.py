"""The README tells every setting, command, room, dependency and stage of CI."""

import re

import click
import pytest

from community.core.settings import VARIABLES, Variable
from tests.structure.sources import PROJECT, README, ROOT, slices


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_every_setting_is_described_with_its_default(variable: Variable) -> None:
    row = re.search(rf"^\| `{variable.name}` \| (.+) \| (.+) \|$", README, re.MULTILINE)

    assert row, f"no row for {variable.name} in the settings table"
    assert row[1].replace("`", "") == variable.help
    assert row[2].replace("`", "") == variable.default


def test_no_setting_is_described_that_does_not_exist() -> None:
    known = {variable.name for variable in VARIABLES}
    told = set(re.findall(r"^\| `(FAIRQUOTE_\w+)`", README, re.MULTILINE))

    assert told == known


def test_every_command_is_in_the_readme(commands: dict[str, click.Command]) -> None:
    assert len(commands) >= 8
    assert [told for told in commands if f"`{told}" not in README] == []


def test_every_command_and_option_has_help(commands: dict[str, click.Command]) -> None:
    silent = [told for told, command in commands.items() if not command.help] + [
        f"{told} {option.name}"
        for told, command in commands.items()
        for option in command.params
        if isinstance(option, click.Option) and not option.help
    ]

    assert silent == []


def test_every_room_is_on_the_map() -> None:
    rooms = [*slices(), "core", "cli", "bootstrap", "search", "moderation"]
    told = re.findall(r"^\| `(?:community/)?(\w+)/` \|", README, re.MULTILINE)

    assert [room for room in rooms if room not in told] == []


def _requirements() -> list[str]:
    project = PROJECT["project"]
    return [
        re.split(r"[^\w.-]", line)[0]
        for lines in (
            project["dependencies"],
            *project["optional-dependencies"].values(),
        )
        for line in lines
    ]


def test_every_dependency_has_its_reason() -> None:
    told = re.findall(r"^\| ([\w-]+) \| .+ \| \d{4}-\d\d \|$", README, re.MULTILINE)

    assert [name for name in _requirements() if name not in told] == []


def test_every_stage_of_ci_is_described() -> None:
    stages = re.search(r"ALL_STAGES=\((.+)\)", (ROOT / ".ci" / "run").read_text())

    assert stages
    assert [s for s in stages[1].split() if f"`{s}`" not in README] == []


def test_the_changelog_has_a_place_for_what_comes_next() -> None:
    assert "\n## Unreleased\n" in (ROOT / "CHANGELOG.md").read_text()
