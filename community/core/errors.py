"""What can go wrong by the rules: each error knows its status and its sentence."""

from collections.abc import Mapping


class AppError(Exception):
    """A refusal with an HTTP status, a stable code and a sentence for the user."""

    status = 500
    code = "error"
    title = "Something went wrong"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class BadRequest(AppError):
    status = 400
    code = "bad-request"
    title = "That request makes no sense here"


class Unauthorised(AppError):
    """A program has not said who asks, or what it said is no longer true."""

    status = 401
    code = "unauthorised"
    title = "Say who you are"


class Forbidden(AppError):
    """What one may not do; `audited` is why a row is left of it, "" for none."""

    status = 403
    code = "forbidden"
    title = "You may not do that"

    def __init__(
        self, message: str, *, code: str | None = None, audited: str = ""
    ) -> None:
        super().__init__(message, code=code)
        self.audited = audited


class NotFound(AppError):
    status = 404
    code = "not-found"
    title = "There is nothing here"


class Displaced(NotFound):
    """What somebody wrote for is gone; the form at `leads_to` takes their words instead."""

    code = "displaced"

    def __init__(self, message: str, *, leads_to: str, way: str) -> None:
        super().__init__(message)
        self.leads_to = leads_to
        self.way = way


class Conflict(AppError):
    status = 409
    code = "conflict"
    title = "Somebody was faster"


class StaleEdit(Conflict):
    """The text was edited since the form was opened; the page shows both texts."""

    code = "stale-edit"
    title = "This was edited meanwhile"


class TooLarge(AppError):
    status = 413
    code = "too-large"
    title = "That is too large"


class Invalid(AppError):
    """Well formed and yet wrong; `fields` maps a field's name to its sentence."""

    status = 422
    code = "invalid"
    title = "Please correct what is marked"

    def __init__(
        self,
        message: str,
        *,
        fields: Mapping[str, str] | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(message, code=code)
        self.fields = dict(fields or {})


class TooMany(AppError):
    """A limit was reached; `retry_after` is in seconds."""

    status = 429
    code = "too-many"
    title = "Too many requests"

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unavailable(AppError):
    """The server cannot do it right now; `retry_after` is in seconds."""

    status = 503
    code = "unavailable"
    title = "Not right now"

    def __init__(self, message: str, *, retry_after: int = 5) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class StorageFull(AppError):
    status = 507
    code = "storage-full"
    title = "The disk is full"
