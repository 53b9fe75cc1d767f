import pytest

from community.accounts.addresses import find_email, normalise_email
from community.core.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ada@northwind.example", "ada@northwind.example"),
        (" Ada.L@NorthWind.Example\n", "ada.l@northwind.example"),
        ("ada+deals@acme.test", "ada+deals@acme.test"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
        ("a\u200bda@acme.example", "ada@acme.example"),
    ],
)
def test_address_is_kept_in_one_form(typed, kept):
    assert normalise_email(typed) == kept
    assert normalise_email(kept) == kept
    assert find_email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ada",
        "@acme.example",
        "ada@",
        "ada@localhost",
        "ada@@acme.example",
        "ada@acme.example, ben@acme.example",
        "ada@acme.example\r\nBcc: ben@acme.example",
        "Ada <ada@acme.example>",
        "ada@[127.0.0.1]",
        "ädä@acme.example",
        "ada@" + "a" * 300 + ".example",
        "\ud800@acme.example",
        "ada\x00@acme\x00 example",
    ],
)
def test_what_is_no_single_address_is_refused_at_its_field(typed):
    with pytest.raises(Invalid) as refusal:
        normalise_email(typed, field="new_address")
    assert list(refusal.value.fields) == ["new_address"]
    assert find_email(typed) is None
