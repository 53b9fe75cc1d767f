"""The description as a page: what each operation takes and answers, in words and tables."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
_IN_EACH = "If-None-Match"
"""Told once, above: each GET takes it."""


@dataclass(frozen=True)
class Row:
    """A parameter or a field: `leads_to` is the shape that its kind names, if any."""

    name: str
    kind: str
    leads_to: str
    needed: bool
    about: str


@dataclass(frozen=True)
class Entry:
    """One operation."""

    anchor: str
    method: str
    path: str
    summary: str
    scope: str
    is_open: bool
    parameters: list[Row]
    sends: str
    answers: str
    statuses: str


@dataclass(frozen=True)
class Part:
    tag: str
    entries: list[Entry]


@dataclass(frozen=True)
class ShapeTable:
    name: str
    about: str
    rows: list[Row]


def parts_of(described: Json) -> list[Part]:
    """Return the operations of a description, by their tags."""
    found: dict[str, list[Entry]] = {one["name"]: [] for one in described["tags"]}
    for path, methods in described["paths"].items():
        for method, one in methods.items():
            found[one["tags"][0]].append(_entry(path, method, one))
    return [Part(tag, entries) for tag, entries in found.items()]


def shapes_of(described: Json) -> list[ShapeTable]:
    return [
        ShapeTable(name, about.get("description", ""), _fields(about))
        for name, about in sorted(described["components"]["schemas"].items())
        if "properties" in about
    ]


def _entry(path: str, method: str, one: Json) -> Entry:
    token = next(need["token"] for need in one["security"] if "token" in need)
    answers = [
        content["schema"]
        for status, answer in one["responses"].items()
        for kind, content in answer.get("content", {}).items()
        if status.startswith("2")
    ]
    sent = one.get("requestBody", {}).get("content", {})
    return Entry(
        anchor=one["operationId"].replace("_", "-"),
        method=method.upper(),
        path=path,
        summary=one["description"],
        scope=token[0],
        is_open={} in one["security"],
        parameters=[
            Row(
                given["name"],
                f"{kind_words(given['schema'])[0]}, {given['in']}",
                "",
                given["required"],
                given.get("description", ""),
            )
            for given in one["parameters"]
            if given["name"] != _IN_EACH
        ],
        sends=next((kind_words(body["schema"])[1] for body in sent.values()), ""),
        answers=kind_words(answers[0])[1] if answers else "",
        statuses=", ".join(one["responses"]),
    )


def _fields(about: Json) -> list[Row]:
    needed = set(about.get("required", ()))
    return [
        Row(name, *kind_words(one), name in needed, one.get("description", ""))
        for name, one in about["properties"].items()
    ]


def kind_words(schema: Json) -> tuple[str, str]:
    """Return what a value is, in words, and the name of the shape that it has, if any."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return name, name
    if "anyOf" in schema:
        pairs = [kind_words(one) for one in schema["anyOf"]]
        words = " or ".join(dict.fromkeys(word for word, _ in pairs))
        return words, next((name for _, name in pairs if name), "")
    if schema.get("type") == "array":
        words, name = kind_words(schema["items"])
        return f"list of {words}", name
    if "enum" in schema:
        return "one of " + ", ".join(str(one) for one in schema["enum"]), ""
    if "const" in schema:
        return str(schema["const"]), ""
    return _plain_words(schema), ""


def _plain_words(schema: Json) -> str:
    kind = str(schema.get("type", "anything"))
    if schema.get("format"):
        kind = f"{kind} ({schema['format']})"
    return kind
