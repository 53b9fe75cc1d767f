"""The least that Flask can do: one Jinja page with a list of 20 items."""

from flask import Flask, render_template_string

PAGE = """<!doctype html><html lang="en"><title>Bare</title><h1>Bare</h1><ul>
{% for item in items %}<li><a href="/item/{{ item.id }}">{{ item.title }}</a> {{ item.by }}</li>
{% endfor %}</ul></html>"""


def create_app() -> Flask:
    app = Flask(__name__)
    items = [
        {"id": n, "title": f"Item {n} & more", "by": f"person {n}"} for n in range(20)
    ]

    @app.get("/")
    def bare() -> str:
        return render_template_string(PAGE, items=items)

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"

    return app
