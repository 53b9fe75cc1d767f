"""The alert that moderators put on a vendor's pages for a time, and the vendor's answer."""

from dataclasses import dataclass
from datetime import datetime

from community.catalog.models import Vendor
from community.core import clock


@dataclass(frozen=True)
class Alert:
    """What stands on each page of a vendor while it lasts."""

    vendor: str
    text: str
    until: datetime
    answer: str


def alert_of(vendor: Vendor | None) -> Alert | None:
    """Return the alert that holds now."""
    if vendor is None or vendor.alert is None or vendor.alert_until is None:
        return None
    if vendor.alert_until <= clock.now():
        return None
    return Alert(
        vendor.name, vendor.alert, vendor.alert_until, vendor.alert_answer or ""
    )


def put_alert(vendor: Vendor, text: str, until: datetime) -> None:
    """Mark a vendor; what it answered to an older alert goes with that one."""
    vendor.alert, vendor.alert_until, vendor.alert_answer = text, until, None


def end_alert(vendor: Vendor) -> None:
    vendor.alert = vendor.alert_until = vendor.alert_answer = None
