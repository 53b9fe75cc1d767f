"""Names out of cells: calmed, undamaged, never empty for what is something."""

import pytest

from community.records.cells import calm, tidy, words


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("PROJECT MANAGER", "Project Manager"),
        ("SENIOR SQL DBA II", "Senior SQL DBA II"),
        ("CHIEF OF STAFF, HTML/WEB", "Chief of Staff, HTML/WEB"),
        ("Project MANAGER", "Project MANAGER"),
        ("CONSULTANT", "Consultant"),
        ("CISSP", "CISSP"),
        ("DW/SME", "DW/SME"),
        ("SecurityArchitect", "SecurityArchitect"),
    ],
)
def test_loud_names_are_calmed(text, reads):
    assert calm(text) == reads


def test_keys_of_nothing_stay():
    assert words("---") == "---"


def test_damaged_characters_are_left_out():
    assert tidy("Bachelor\ufffds") == "Bachelors"
