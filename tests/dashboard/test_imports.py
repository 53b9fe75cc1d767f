"""The host imports a register in the browser, from upload to undo; nobody else gets in."""

import io

import pytest
import sqlalchemy as sa

from community.core.db import db, transaction
from community.core.jobs import Job, JobState, enqueue
from community.core.worker import run_due
from community.records.models import ImportRun, PriceRecord, SavedMapping
from tests.queries import count_queries
from tests.records.made import LIST_HEADER, MAPPING, data, rate, register, take

FILE = b"role,contractor,rate,unit,begins,remarks\nEngineer,Birch,100,hour,2023-05-01,\nTester,Birch,N/A,hour,2023-05-01,=1\n"
MAP = {
    "kind": "records",
    "market": "y",
    "price-column": "rate",
    "currency-value": "usd",
    "unit-column": "unit",
    "product-column": "role",
    "supplier-column": "contractor",
    "date-column": "begins",
    "description-column": "remarks",
    "source_name": "Register of rates",
    "model": "service",
    "product_unit": "hour",
}


def upload(page, content=FILE, name="rates.csv"):
    """Upload a file; return the page that it leads to."""
    sent = page.post(
        "/host/imports/", {"file": (io.BytesIO(content), name)}, status=303
    )
    return page.follow(sent)


def scalar(app, statement):
    with app.app_context():
        return db.session.scalar(statement)


def stored(app) -> int:
    return scalar(app, sa.select(sa.func.count()).select_from(PriceRecord))


@pytest.fixture
def host(cast):
    return cast.page("hana")


def test_a_file_goes_from_upload_to_prices_and_back(app, host, page):
    shown = upload(host)
    assert "rates.csv · UTF-8, comma · 6 columns" in shown.words()
    form = shown.form(having="price-column")
    assert form["fields"]["price-column"] == "rate"
    assert form["fields"]["supplier-column"] == "contractor"

    sent = host.send(shown, MAP, having="price-column", status=303)
    assert "Being checked" in host.follow(sent).words()
    assert host.last.response.headers["Refresh"] == "2"
    run_due(app)
    checked = host.get(sent.location)
    words = checked.words()
    assert "Would be taken 1" in words
    assert "Skipped 1 The price is words, not a figure" in words
    assert "$100" in words
    assert stored(app) == 0

    started = host.send(checked, action=f"{sent.location}/import", status=303)
    run_due(app)
    done = host.follow(started)
    assert "Imported" in done.words()
    assert "Taken 1" in done.words()
    assert stored(app) == 1
    assert "Median $100 per hour" in page.get("/prices/market/engineer/records").words()

    errors = host.get(f"{sent.location}/errors.csv")
    assert errors.response.headers["Content-Disposition"].startswith("attachment")
    assert errors.html.splitlines()[1].startswith(
        "3,skipped,The price is words, not a figure: “N/A”,Tester,".replace(
            "The price is words, not a figure: “N/A”",
            '"The price is words, not a figure: “N/A”"',
        )
    )
    assert errors.html.splitlines()[1].endswith(",'=1")

    host.send(done, action=f"{sent.location}/undo", status=303)
    run_due(app)
    assert stored(app) == 0
    assert "Undone" in host.get(sent.location).words()


def test_a_mapping_that_fits_is_offered_and_kept_whole(app, host):
    shown = upload(
        host, data("prices_gcloud_spend/licence_deals_with_quantity.csv").read_bytes()
    )
    form = shown.form(having="price-column")
    assert form["fields"]["base"] == "gcloud-licences"
    assert form["fields"]["quantity-column"] == "quantity_parsed"

    sent = host.send(shown, having="price-column", status=303)
    run_due(app)

    assert "Would be taken 114" in host.get(sent.location).words()


def test_a_mapping_is_saved_and_used_again(app, host):
    sent = host.send(
        upload(host), {**MAP, "save_as": "rates"}, having="price-column", status=303
    )
    assert host.get(sent.location).words().count("mapping rates") == 1

    again = upload(host, name="other.csv")

    assert again.form(having="price-column")["fields"]["base"] == "rates"
    overview = host.get("/host/imports/")
    host.send(overview, action="/host/imports/mappings/rates/forget", status=303)
    assert scalar(app, sa.select(sa.func.count()).select_from(SavedMapping)) == 0


@pytest.mark.parametrize("name", ["gsa", "No Good", "../etc", "x" * 40 + "y"])
def test_a_name_that_can_not_be_kept_is_refused(host, name):
    shown = host.send(upload(host), {**MAP, "save_as": name}, having="price-column")

    assert shown.status in {409, 422}
    assert shown.form(having="price-column")["fields"]["price-column"] == "rate"


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"price-column": ""}, "Say where the price comes from."),
        ({"market": None}, "Say where the vendor comes from."),
        ({"divide": "y"}, "Say where the quantity comes from."),
        ({"source_url": "javascript:alert(1)"}, "must begin with https://"),
        ({"source_published": "June"}, "Give the month as year and month"),
        ({"source_name": ""}, "This field is required."),
        ({"kind": "list-prices"}, "Say where the vendor comes from."),
        ({"kind": "nonsense"}, "Not a valid choice"),
        ({"price-column": "not there"}, "Not a valid choice"),
        ({"skip_lines": "-1"}, "Number must be between 0 and 1000"),
        ({"skip_lines": "5"}, "The file"),
        ({"encoding": "utf-16"}, ""),
        ({"base": "nothing"}, ""),
    ],
)
def test_a_mapping_that_says_too_little_comes_back_filled_in(host, values, says):
    shown = host.send(upload(host), {**MAP, **values}, having="price-column")

    assert shown.status in {404, 422}, shown.words()
    assert says in shown.words()
    if shown.status == 422:
        assert shown.form(having="price-column")["fields"]["product-column"] == "role"


def test_a_mapping_can_be_written_as_text(app, host):
    shown = upload(host)
    text = host.get(f"{shown.path.removesuffix('/mapping')}/mapping/text")
    assert 'column = "rate"' in text.form(having="text")["fields"]["text"]

    refused = host.send(text, {"text": "kind = 5"}, having="text", status=422)
    assert "must be one of records" in refused.words()
    sent = host.send(refused, {"text": MAPPING}, having="text", status=303)
    run_due(app)

    assert "Would be taken 1" in host.get(sent.location).words()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04rest", "an Excel workbook"),
        (b"one column\nonly\n", "Only one column was found."),
        (b"\x00\x01\x02\x03\x04\x05" * 40, "something other than text"),
    ],
)
def test_what_is_no_table_is_refused_in_words(app, host, content, says):
    refused = host.post(
        "/host/imports/", {"file": (io.BytesIO(content), "x.csv")}, status=422
    )

    assert says in refused.words()
    assert scalar(app, sa.select(sa.func.count()).select_from(ImportRun)) == 0


@pytest.mark.parametrize("fields", [{}, {"file": "text"}, {"file": ""}])
def test_a_form_without_a_file_asks_for_one(host, fields):
    assert "Choose a file." in host.post("/host/imports/", fields, status=422).words()


def test_odd_file_names_do_no_harm(host):
    for name in ("../../etc/passwd", "a\x00b.csv", "x" * 500 + ".csv", "\ud83d.csv"):
        upload(host, name=name.encode("utf-8", "replace").decode())


@pytest.mark.parametrize("who", [None, "ada", "rae", "mo"])
def test_only_the_host_gets_in(app, cast, page, who):
    shown = upload(cast.page("hana"))
    run = shown.path.removesuffix("/mapping")
    browser = page if who is None else cast.page(who)
    refusal = 303 if who is None else 403
    for path in (
        "/host/",
        "/host/imports/",
        run,
        f"{run}/mapping",
        f"{run}/errors.csv",
    ):
        assert browser.get(path, status=None).status in {refusal, 302}
    for verb in ("check", "import", "undo"):
        assert browser.post(f"{run}/{verb}").status in {refusal, 302}
    assert browser.post("/host/imports/", {}).status in {refusal, 302}


@pytest.mark.parametrize("run_id", ["nothing", "%00", "a" * 300, "a.b"])
def test_an_import_that_is_not_there_is_not_found(host, run_id):
    host.get(f"/host/imports/{run_id}", status=404)
    host.get(f"/host/imports/{run_id}/mapping", status=404)
    host.get(f"/host/imports/{run_id}/errors.csv", status=404)


def test_errors_that_are_not_there_are_not_found(host):
    run = upload(host).path.removesuffix("/mapping")
    host.get(f"{run}/errors.csv", status=404)


def test_importing_before_a_mapping_is_a_conflict(host):
    run = upload(host).path.removesuffix("/mapping")
    host.post(f"{run}/import", status=409)
    host.post(f"{run}/undo", status=409)


def test_the_overview_shows_imports_and_dead_jobs(app, host):
    assert "Nothing imported yet" in host.get("/host/").words()
    upload(host)
    with app.app_context(), transaction():
        enqueue("records.check", run_id=1)
        job = db.session.scalars(sa.select(Job)).one()
        job.state, job.last_error, job_id = JobState.DEAD, "Boom", job.id

    shown = host.get("/host/")
    assert "rates.csv" in shown.words()
    assert "records.check tried 0 times" in shown.words()
    host.send(shown, action=f"/host/jobs/{job_id}/retry", status=303)
    assert scalar(app, sa.select(Job.state)) is JobState.READY
    host.post(f"/host/jobs/{job_id}/retry", status=404)


def test_queries_do_not_grow_with_imports(app, host, tmp_path):
    def queries():
        with count_queries() as seen:
            host.get("/host/imports/")
        return len(seen)

    upload(host)
    few = queries()
    for _ in range(4):
        upload(host)

    assert queries() == few


def test_runs_of_the_command_stand_beside_those_of_the_browser(app, host, tmp_path):
    with app.app_context():
        take(register(tmp_path, [rate()]))

    shown = host.get("/host/imports/").words()

    assert "register.csv mine Imported 1 0" in shown


def test_columns_of_list_prices_are_guessed(host):
    rows = b"Desk,Pro,,12,USD,user/month,2024-01-01\n"
    shown = upload(host, ",".join(LIST_HEADER).encode() + b"\n" + rows)

    fields = shown.form(having="price-column")["fields"]
    assert (
        fields["product-column"],
        fields["plan-column"],
        fields["currency-column"],
    ) == (
        "product",
        "edition",
        "currency",
    )


def test_filters_and_file_options_are_kept_and_shown_again(app, host):
    shown = host.send(
        upload(host),
        {
            **MAP,
            "filter_column": "role",
            "filter_mode": "never",
            "filter_values": "Tester, Engineer II",
            "delimiter": ",",
            "encoding": "utf-8",
            "date_format": "",
        },
        having="price-column",
        status=303,
    )
    run_due(app)
    checked = host.get(shown.location)
    assert "A filter of the mapping leaves it out" in checked.words()

    again = host.get(f"{shown.location}/mapping").form(having="price-column")["fields"]
    assert (again["base"], again["filter_column"]) == ("@current", "role")
    assert (again["filter_mode"], again["filter_values"]) == (
        "never",
        "tester, engineer ii",
    )
    only = {"filter_mode": "only", "filter_values": "tester"}
    sent = host.send(
        host.get(f"{shown.location}/mapping"), only, having="price-column", status=303
    )
    run_due(app)
    assert "Would be taken 0" in host.get(sent.location).words()


def test_a_file_is_checked_again_on_request(app, host):
    sent = host.send(upload(host), MAP, having="price-column", status=303)
    run_due(app)

    host.post(f"{sent.location}/check", status=303)

    assert "Being checked" in host.get(sent.location).words()


def test_the_columns_names_can_be_asked_for(host):
    shown = upload(host)
    guessed = host.get(f"{shown.path}?map=@guessed").form(having="price-column")
    assert guessed["fields"]["base"] == "@guessed"
    host.get(f"{shown.path}?map=nonsense", status=404)
    host.get(f"{shown.path}?colour=red", status=400)


def test_a_date_format_of_ones_own_stays(app, host):
    shown = upload(host)
    text = host.get(f"{shown.path}/text")
    own = MAPPING.replace('column = "begins"', 'column = "begins"\nformat = "%Y.%m"')
    sent = host.send(text, {"text": own}, having="text", status=303)
    run_due(app)

    form = host.get(f"{sent.location}/mapping").form(having="price-column")

    assert form["fields"]["date_format"] == "%Y.%m"
