"""Where a wrong field stands in what was sent, if it stands inside something."""

from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import BaseModel

from community.core.errors import Invalid


@contextmanager
def nested(part: str, shape: type[BaseModel]) -> Iterator[None]:
    """Have rules that know flat forms point at fields of `shape` inside `part`."""
    try:
        yield
    except Invalid as error:
        fields = {
            f"{part}-{name}" if name in shape.model_fields else name: sentence
            for name, sentence in error.fields.items()
        }
        raise Invalid(error.message, fields=fields, code=error.code) from error
