"""A token made in Chromium opens the API until it is revoked; its pages look right."""

import urllib.error
import urllib.request

import pytest

from tests.browser.looks import assert_looks_right, sign_in
from tests.cast import PASSWORD


def test_a_member_makes_a_token_uses_and_revokes_it(tab, cast, server):
    ada = tab(width=390, height=844)
    sign_in(ada, cast, "ada", server)
    ada.goto("/account/tokens")
    ada.get_by_label("Name").fill("Spreadsheet")
    ada.get_by_label("Read what is yours").check()
    ada.get_by_label("Password").fill(PASSWORD)
    ada.get_by_role("button", name="Make a token").click()
    token = ada.locator("code", has_text="fqt_").first.text_content()
    assert '"handle":"ada"' in _me(server, token)

    ada.get_by_role("link", name="I have kept it").click()
    ada.get_by_text("Spreadsheet").wait_for()
    assert token not in ada.content()
    ada.get_by_role("button", name="Revoke Spreadsheet").click()
    ada.get_by_text("it opens nothing any more").wait_for()
    with pytest.raises(urllib.error.HTTPError) as refused:
        _me(server, token)

    assert refused.value.code == 401
    assert_looks_right(ada, "/account/tokens")
    assert_looks_right(ada, "/api/", schemes=1)


def _me(server: str, token: str) -> str:
    asked = urllib.request.Request(
        f"{server}/api/v1/me", headers={"Authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(asked, timeout=10) as answer:
        return answer.read().decode()
