"""A receiver of webhooks, for whoever tests what is sent."""

from tests.dashboard.receiving import receiver  # noqa: F401 - a fixture
