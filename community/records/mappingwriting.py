"""A mapping as TOML, for people to read, change and keep."""

import json
from collections.abc import Mapping as Dict

from community.records.mapping import Mapping


def write_mapping(mapping: Mapping) -> str:
    """Return the mapping as TOML; parse_mapping() gives the same one back."""
    lines = [f"kind = {_quoted(mapping.kind)}"]
    lines += [f"{key} = true" for key in ("market", "divide") if getattr(mapping, key)]
    source, product, file = mapping.source, mapping.product, mapping.file
    lines += _section("source", vars(source))
    lines += _section("product", {**vars(product), "model": product.model.value})
    lines += _section("file", {**vars(file), "decimal": mapping.decimal})
    for name, rule in mapping.fields:
        plain = {**vars(rule), "translate": (), "style": rule.style.value}
        lines += _section(f"fields.{name}", plain, always=True)
        lines += _section(f"fields.{name}.translate", dict(rule.translate))
    for one in mapping.filters:
        lines += ["", "[[filters]]", *_pairs_of(vars(one))]
    return "\n".join(lines) + "\n"


def _section(
    name: str, values: Dict[str, object], *, always: bool = False
) -> list[str]:
    body = _pairs_of(values)
    return ["", f"[{name}]", *body] if body or always else []


def _pairs_of(values: Dict[str, object]) -> list[str]:
    return [
        f"{_key(key)} = {_written(value)}" for key, value in values.items() if value
    ]


def _key(text: str) -> str:
    return text if text.isidentifier() and text.isascii() else _quoted(text)


def _written(value: object) -> str:
    if value is True:
        return "true"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return f"[{', '.join(_written(one) for one in value)}]"
    return _quoted(str(value))


def _quoted(text: str) -> str:
    # JSON's strings are TOML's too, once DEL is escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
