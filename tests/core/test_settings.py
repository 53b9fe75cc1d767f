import stat

import pytest

from community.core.settings import SettingsError, export_settings, load_settings
from community.core.variables import VARIABLES


def load(tmp_path, **environ):
    return load_settings({"FAIRQUOTE_DATA_DIR": str(tmp_path), **environ})


def test_defaults_suit_a_laptop(tmp_path):
    settings = load(tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path}/fairquote.sqlite3"
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.is_loopback
    assert not settings.is_secure


@pytest.mark.parametrize("name", ["secret_key", "seal_key"])
def test_the_secrets_are_made_once_and_kept_private(tmp_path, name):
    first, second = load(tmp_path), load(tmp_path)
    assert getattr(first, name) == getattr(second, name)
    assert len(getattr(first, name)) >= 32
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_the_two_secrets_differ(tmp_path):
    settings = load(tmp_path)
    assert settings.secret_key != settings.seal_key


def test_the_processes_that_we_start_have_the_same_secrets(tmp_path, monkeypatch):
    handed_on: dict[str, str] = {}
    monkeypatch.setattr("os.environ", handed_on)
    settings = load(tmp_path)

    export_settings(settings)

    again = load_settings(handed_on)
    assert (again.secret_key, again.seal_key) == (
        settings.secret_key,
        settings.seal_key,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FAIRQUOTE_BIND", "8000"),
        ("FAIRQUOTE_BIND", "127.0.0.1:0"),
        ("FAIRQUOTE_BIND", "127.0.0.1:99999"),
        ("FAIRQUOTE_SECRET_KEY", "short"),
        ("FAIRQUOTE_EVIDENCE_DAYS", "0"),
        ("FAIRQUOTE_EVIDENCE_DAYS", "31"),
        ("FAIRQUOTE_EVIDENCE_DAYS", "a week"),
        ("FAIRQUOTE_NOTICE_DAYS", "31"),
        ("FAIRQUOTE_NOTICE_DAYS", "a week"),
        ("FAIRQUOTE_SEAL_KEY", "short"),
        ("FAIRQUOTE_BASE_URL", "ftp://x"),
        ("FAIRQUOTE_BASE_URL", "https://x.example/path"),
        ("FAIRQUOTE_DATABASE_URL", "mysql://x"),
        ("FAIRQUOTE_DATABASE_URL", "sqlite://"),
        ("FAIRQUOTE_SMTP_URL", "mail.example"),
        ("FAIRQUOTE_SITE_NAME", "   "),
        ("FAIRQUOTE_HOST_RELATIONSHIP", "friendly"),
        ("FAIRQUOTE_BASE_CURRENCY", "usd"),
        ("FAIRQUOTE_TRUSTED_PROXIES", "proxy.example"),
        ("FAIRQUOTE_WORKERS", "0"),
        ("FAIRQUOTE_THREADS", "many"),
        ("FAIRQUOTE_LOG_FORMAT", "xml"),
        ("FAIRQUOTE_PAGE_CACHE", "maybe"),
        ("FAIRQUOTE_MAIL_FROM", "nobody"),
        ("FAIRQUOTE_NO_SUCH_THING", "x"),
    ],
)
def test_a_bad_setting_stops_the_start_by_name(tmp_path, name, value):
    with pytest.raises(SettingsError, match=name):
        load(tmp_path, **{name: value})


def test_the_command_line_wins(tmp_path):
    settings = load_settings(
        {"FAIRQUOTE_BIND": "127.0.0.1:9000"}, data_dir=tmp_path, bind_port=9100
    )
    assert (settings.bind_port, settings.base_url) == (9100, "http://127.0.0.1:9100")


def test_every_kind_of_value_is_read(tmp_path):
    settings = load(
        tmp_path,
        FAIRQUOTE_BIND="[::1]:8443",
        FAIRQUOTE_DATABASE_URL="postgres://fq@db.example/fq",
        FAIRQUOTE_BASE_URL="https://prices.example/",
        FAIRQUOTE_SMTP_URL="smtp+starttls://u:p@mail.example:587",
        FAIRQUOTE_TRUSTED_PROXIES="10.0.0.0/8, 127.0.0.1",
        FAIRQUOTE_PAGE_CACHE="off",
    )
    assert (settings.bind_host, settings.bind_port) == ("::1", 8443)
    assert settings.database_url == "postgresql+psycopg://fq@db.example/fq"
    assert settings.base_url == "https://prices.example"
    assert settings.is_secure
    assert settings.trusted_proxies == ("10.0.0.0/8", "127.0.0.1")
    assert settings.cache_pages is False


@pytest.mark.parametrize(
    ("name", "what_helps"), [("secret_key", "delete it"), ("seal_key", "from a backup")]
)
def test_a_damaged_secret_is_named(tmp_path, name, what_helps):
    (tmp_path / name).write_text("x")
    with pytest.raises(SettingsError, match=f"{name} is damaged: .*{what_helps}"):
        load(tmp_path)


def test_a_data_dir_that_is_a_file_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="FAIRQUOTE_DATA_DIR"):
        load_settings({"FAIRQUOTE_DATA_DIR": str(tmp_path / "file")})


def test_every_variable_has_a_description():
    assert all(variable.help.endswith(".") and variable.name for variable in VARIABLES)
