"""One operation of the API: what it takes and answers, said once for use and description.

The schema that the description shows is the one that requests are checked by and answers
are written with, so the two cannot differ.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar

from flask import Blueprint, request
from pydantic import BaseModel, ValidationError
from werkzeug.wrappers import Response

from community.api import bearer, conditional
from community.api.scopes import Scope
from community.api.shapes import PUBLIC_ID, SLUG, Asked, Shape
from community.core.errors import BadRequest, Invalid, NotFound
from community.core.rights import Right
from community.core.web import ANYONE, Policy, access

View = TypeVar("View", bound=Callable[..., Any])
PLACES = {
    "public_id": PUBLIC_ID,
    "time": PUBLIC_ID,
    "comment": PUBLIC_ID,
    "reference": r"^[A-Za-z0-9_-]{1,80}$",
    "kind": r"^(vendor|product|question|tag|person|search)$",
    "vendor": SLUG,
    "product": SLUG,
    "handle": r"^[A-Za-z0-9_-]{1,40}$",
}
"""What may stand in addresses, by name; anything else leads nowhere."""
MOST_SENT = 200_000
_JSON = "application/json"
_ALWAYS = (400, 401, 403, 429, 503)


@dataclass(frozen=True)
class Operation:
    """What one method of one address does, for whom, with which shapes."""

    method: str
    path: str
    name: str
    summary: str
    tag: str
    scope: Scope
    policy: Policy
    answer: type[BaseModel] | None
    query: type[Asked] = Asked
    body: type[Shape] | None = None
    status: int = 200
    idempotent: bool = False
    uncached: bool = False

    @property
    def is_public(self) -> bool:
        return self.policy is ANYONE

    @property
    def places(self) -> list[str]:
        return re.findall(r"{(\w+)}", self.path)

    @property
    def refusals(self) -> list[int]:
        """Return the statuses with which it may refuse."""
        found = set(_ALWAYS)
        if self.places or self.query.model_fields:
            found.add(404)
        if self.method != "GET":
            found |= {404, 409, 413, 507}
        if self.body is not None:
            found |= {415, 422}
        return sorted(found)


@dataclass(frozen=True)
class Made:
    """An answer about something new, and where it can be read from now on."""

    answer: BaseModel
    location: str


@dataclass
class Operations:
    """All operations of one part of the API, served by one blueprint."""

    blueprint: Blueprint
    tag: str
    all: list[Operation] = field(default_factory=list)

    def get(
        self,
        path: str,
        *,
        answer: type[BaseModel],
        query: type[Asked] = Asked,
        scope: Scope = Scope.READ_PUBLIC,
        policy: Policy = ANYONE,
        uncached: bool = False,
    ) -> Callable[[View], View]:
        """Serve what a view returns, of the shape `answer`; `query` is its `asked`."""
        return self._add(
            "GET",
            path,
            right=None,
            answer=answer,
            query=query,
            scope=scope,
            policy=policy,
            uncached=uncached,
        )

    def change(
        self,
        method: str,
        path: str,
        *,
        scope: Scope,
        policy: Policy,
        answer: type[BaseModel] | None = None,
        body: type[Shape] | None = None,
        right: Right | None = None,
        idempotent: bool = False,
    ) -> Callable[[View], View]:
        """Serve a change: 201 for what a POST makes, 204 where there is nothing to say."""
        status = 204 if answer is None else 201 if idempotent else 200
        return self._add(
            method,
            path,
            right=right,
            answer=answer,
            body=body,
            scope=scope,
            policy=policy,
            status=status,
            idempotent=idempotent,
        )

    def _add(
        self, method: str, path: str, *, right: Right | None, **said: Any
    ) -> Callable[[View], View]:
        def mark(view: View) -> View:
            told = " ".join((view.__doc__ or "").split())
            operation = Operation(method, path, view.__name__, told, self.tag, **said)
            self.all.append(operation)
            allow = access(
                operation.policy, max_body=MOST_SENT, right=right, by_token=True
            )
            self.blueprint.add_url_rule(
                re.sub(r"{(\w+)}", r"<\1>", path),
                view.__name__,
                allow(_served(operation, view)),
                methods=[method],
            )
            return view

        return mark


def _served(operation: Operation, view: Callable[..., Any]) -> Callable[..., Response]:
    @wraps(view)
    def run(**places: str) -> Response:
        bearer.require_scope(operation.scope)
        for name, value in places.items():
            if re.fullmatch(PLACES[name], value, re.ASCII) is None:
                raise NotFound("There is nothing at this address.")
        given: dict[str, Any] = dict(places)
        asked = _asked(operation.query)
        if operation.query is not Asked:
            given["asked"] = asked
        if operation.body is not None:
            given["sent"] = _sent(operation.body)
        return _answered(operation, view(**given))

    return run


def _asked(shape: type[Asked]) -> Asked:
    """Return the query's parameters; raise BadRequest for one that nobody knows."""
    for name, values in request.args.lists():
        if len(values) > 1:
            raise BadRequest(f"Give “{name[:40]}” once.")
    try:
        return shape.model_validate(request.args.to_dict())
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = ".".join(str(one) for one in first["loc"])[:40]
        raise BadRequest(f"“{name}”: {first['msg']}.") from None


def _sent(shape: type[Shape]) -> Shape:
    """Return what was sent; raise Invalid with a sentence for each wrong place."""
    if request.mimetype != _JSON:
        raise WrongFormat(f"Send {_JSON}.")
    try:
        return shape.model_validate_json(request.get_data())
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        if any(one["type"] == "json_invalid" for one in found):
            raise BadRequest("This is no JSON.") from None
        raise Invalid(
            "What was sent is not of the shape that the description tells.",
            fields={
                "-".join(str(step) for step in one["loc"]): one["msg"] for one in found
            },
        ) from None


def _answered(operation: Operation, result: Any) -> Response:
    location = ""
    if isinstance(result, Made):
        location, result = f"{bearer.ROOT}{result.location}", result.answer
    if operation.answer is None:
        response = Response(status=operation.status)
    else:
        response = Response(
            result.model_dump_json(), status=operation.status, mimetype=_JSON
        )
    if location:
        response.headers["Location"] = location
    return conditional.told(
        response, shared=operation.is_public, kept=not operation.uncached
    )


class WrongFormat(BadRequest):
    status = 415
    code = "wrong-format"
    title = "Wrong kind of content"
