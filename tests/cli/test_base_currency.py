"""Another base currency than the one that prices were converted to: no start, no release."""

from dataclasses import replace

import pytest

from community.cli import check, maintenance, serve
from community.cli.publish import publish
from community.core.settings import SettingsError
from community.deals.basecurrency import require_same_currency
from tests.market import spread
from tests.privacy.scene import Scene


@pytest.fixture
def in_euros(app, monkeypatch):
    """The same installation, as if the host had changed the setting."""
    monkeypatch.setattr(maintenance, "current_revision", maintenance.head_revision)
    settings = replace(app.extensions["fairquote.settings"], base_currency="EUR")
    monkeypatch.setitem(app.extensions, "fairquote.settings", settings)


@pytest.mark.usefixtures("in_euros")
def test_prices_in_another_base_stop_every_start_and_change_nothing(app):
    scene = Scene(app, 6)
    scene.pay(*spread(6))
    scene.release()
    before = scene.bodies()

    with app.app_context(), pytest.raises(SettingsError) as told:
        require_same_currency()

    assert str(told.value) == (
        "FAIRQUOTE_BASE_CURRENCY is EUR, and there are prices in USD already: they are "
        "converted once and never again. Set it back to USD."
    )
    for command in (serve.worker, publish):
        refused = app.test_cli_runner().invoke(command)
        assert str(refused.exception) == str(told.value)
    with app.app_context():
        for start in (check.find_troubles, lambda: serve._prepare(fill_sample=False)):
            with pytest.raises(SettingsError, match="BASE_CURRENCY is EUR"):
                start()
    assert scene.bodies() == before


@pytest.mark.usefixtures("in_euros")
def test_without_prices_any_base_will_do(app):
    with app.app_context():
        require_same_currency()
