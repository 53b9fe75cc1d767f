"""The README tells every setting, command, room, dependency and stage of CI."""

import re

import click

from community.core.variables import VARIABLES
from tests.structure.sources import PROJECT, README, ROOT, slices


def test_the_settings_table_equals_the_settings() -> None:
    rows = re.findall(
        r"^\| `(FAIRQUOTE_\w+)` \| (.+) \| (.+) \|$", README, re.MULTILINE
    )
    told = [tuple(cell.replace("`", "") for cell in row) for row in rows]

    assert told == [(known.name, known.help, known.default) for known in VARIABLES]


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
