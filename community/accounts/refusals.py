"""The one shape in which accounts refuse what stands in a field."""

from community.core.errors import Invalid


def refused(**fields: str) -> Invalid:
    """Return the error for `fields`, each with its sentence."""
    return Invalid("Please correct what is marked.", fields=fields)
