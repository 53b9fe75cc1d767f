"""The OpenAPI description, made of the operations and their shapes: there is no other."""

from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from community.api.bearer import ROOT
from community.api.operations import PLACES, Operation
from community.api.scopes import PREFIX, SCOPE_LABELS
from community.api.shapes import Problem

Json = dict[str, Any]
_REF = "#/components/schemas/{model}"
_PROBLEM = "application/problem+json"
_JSON = "application/json"
_ABOUT = """\
Everything public, and everything of one's own, with the same rules as the pages.

Published prices are the figures of the last release: a price that may not be shown and one
that nobody reported are the same answer. Reads without a token are a visitor's, and a token
changes nothing about what is public. Lists go on with `after`, the `next` of the page
before. GETs have an ETag: send it as `If-None-Match`. What is refused says why as
`application/problem+json`. How many requests are left stands in `RateLimit`. Send an
`Idempotency-Key` with what makes something: sent twice, it is made once."""
_PLACES = {
    "public_id": "An id, as lists tell it.",
    "time": "The id of a proposed time.",
    "comment": "The id of a comment in the room.",
    "reference": "A vendor’s slug, the id of a product or question, a tag, a handle.",
    "kind": "What it is.",
    "vendor": "The vendor’s slug, or “market”.",
    "handle": "The handle under which somebody writes.",
    "product": "The product’s slug.",
}
_KEY: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Sent twice, the same thing is made once.",
    "schema": {"type": "string", "pattern": r"^[\x21-\x7e]{1,80}$"},
}
_IF_NONE_MATCH: Json = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of the answer that one has.",
    "schema": {"type": "string"},
}


def describe(operations: Sequence[Operation], *, site_name: str, base_url: str) -> Json:
    """Return the whole description, of which each operation is a part."""
    names, shapes = _schemas(operations)
    paths: dict[str, Json] = {}
    for one in operations:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, names)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{site_name} API",
            "version": "1.0.0",
            "description": _ABOUT,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": f"{base_url}{ROOT}"}],
        "tags": [{"name": tag} for tag in dict.fromkeys(op.tag for op in operations)],
        "paths": paths,
        "components": {
            "schemas": shapes,
            "headers": _headers(),
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": f"{PREFIX}…",
                    "description": "Made on the account’s page of tokens. Scopes: "
                    + "; ".join(
                        f"`{one}`: {text}" for one, text in SCOPE_LABELS.items()
                    ),
                }
            },
        },
    }


def _schemas(
    operations: Iterable[Operation],
) -> tuple[Any, Json]:
    wanted: dict[tuple[type[BaseModel], JsonSchemaMode], None] = {
        (Problem, "serialization"): None
    }
    for one in operations:
        if one.answer is not None:
            wanted[one.answer, "serialization"] = None
        if one.body is not None:
            wanted[one.body, "validation"] = None
    named, definitions = models_json_schema(list(wanted), ref_template=_REF)
    return named, definitions["$defs"]


def _operation(one: Operation, names: Any) -> Json:
    described: Json = {
        "operationId": one.name,
        "summary": one.summary.partition(". ")[0].removesuffix("."),
        "description": one.summary,
        "tags": [one.tag],
        "security": [{"token": [str(one.scope)]}],
        "parameters": [*_places(one), *_query(one)],
        "responses": _responses(one, names),
    }
    if one.is_public:
        described["security"].insert(0, {})
    if one.method == "GET":
        described["parameters"].append(_IF_NONE_MATCH)
    if one.idempotent:
        described["parameters"].append(_KEY)
    if one.body is not None:
        described["requestBody"] = {
            "required": True,
            "content": {_JSON: {"schema": names[one.body, "validation"]}},
        }
    return described


def _places(one: Operation) -> list[Json]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": _PLACES[name],
            "schema": {"type": "string", "pattern": PLACES[name]},
        }
        for name in one.places
    ]


def _query(one: Operation) -> list[Json]:
    schema = one.query.model_json_schema(mode="validation")
    shared = schema.get("$defs", {})
    return [
        {
            "name": name,
            "in": "query",
            "required": name in schema.get("required", ()),
            "description": _about(about),
            "schema": _plain(about, shared),
        }
        for name, about in schema.get("properties", {}).items()
    ]


def _about(about: Json) -> str:
    """Return what is said of a parameter, or of the kind that it has if it is given."""
    kinds = [about, *about.get("anyOf", ())]
    return next((one["description"] for one in kinds if "description" in one), "")


def _plain(about: Json, shared: Json) -> Json:
    """Return a parameter's schema without null, which no address can say."""
    kinds = [one for one in about.get("anyOf", [about]) if one.get("type") != "null"]
    kind = kinds[0]
    if "$ref" in kind:
        kind = shared[kind["$ref"].rpartition("/")[2]]
    return {
        key: value
        for key, value in kind.items()
        if key not in {"title", "default", "description"}
    }


def _responses(one: Operation, names: Any) -> Json:
    headers: Json = {
        name: {"$ref": f"#/components/headers/{name}"}
        for name in ("RateLimit", "RateLimit-Policy")
    }
    done: Json = {"description": HTTPStatus(one.status).phrase, "headers": {**headers}}
    if one.answer is not None:
        done["content"] = {_JSON: {"schema": names[one.answer, "serialization"]}}
    if one.method == "GET":
        done["headers"]["ETag"] = {"$ref": "#/components/headers/ETag"}
    if one.status == HTTPStatus.CREATED:
        done["headers"]["Location"] = {"$ref": "#/components/headers/Location"}
    found = {str(one.status): done}
    if one.method == "GET":
        found["304"] = {
            "description": "What you have is still true.",
            "headers": {**headers, "ETag": {"$ref": "#/components/headers/ETag"}},
        }
    for status in one.refusals:
        refused: Json = {
            "description": HTTPStatus(status).phrase,
            "headers": {**headers},
            "content": {_PROBLEM: {"schema": names[Problem, "serialization"]}},
        }
        if status in {429, 503}:
            refused["headers"]["Retry-After"] = {
                "$ref": "#/components/headers/Retry-After"
            }
        found[str(status)] = refused
    return found


def _headers() -> Json:
    text = {"type": "string"}
    told = {
        "ETag": "Send it as If-None-Match to learn whether anything changed.",
        "Location": "Where what was made can be read.",
        "RateLimit": "What is left: r requests in the next t seconds.",
        "RateLimit-Policy": "The budget: q requests in each w seconds.",
        "Retry-After": "Seconds after which it may be tried again.",
    }
    return {
        name: {"description": about, "schema": text} for name, about in told.items()
    }
