"""A select field whose options are rendered once, not for each page that shows them."""

from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import wtforms
from wtforms.widgets import Select


class _RememberingSelect(Select):
    """WTForms' own takes some 40 µs an option, 10 ms for a list of all countries."""

    @classmethod
    def render_option(cls, choice: Any) -> Any:  # type: ignore[override]
        return _option(choice.value, choice.label, choice.selected)


@lru_cache(maxsize=4_096)
def _option(value: str, label: str, selected: bool) -> Any:  # noqa: FBT001 - of the key
    choice = SimpleNamespace(
        value=value, label=label, selected=selected, render_kw=None
    )
    return Select.render_option(choice)  # type: ignore[call-arg]


class SelectField(wtforms.SelectField):
    """Exactly `wtforms.SelectField`, for choices without attributes of their own."""

    widget = _RememberingSelect()
