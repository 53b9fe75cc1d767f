import pytest

from community.records.cells import words


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("BUSINESS_PLUS", "Business Plus"),
        ("teamPack", "Team Pack"),
        ("PROJECT MANAGER", "Project Manager"),
        ("SENIOR SQL DBA II", "Senior SQL DBA II"),
        ("CHIEF OF STAFF, HTML/WEB", "Chief of Staff, HTML/WEB"),
        ("Project MANAGER", "Project MANAGER"),
    ],
)
def test_loud_names_are_calmed(text, reads):
    assert words(text) == reads
