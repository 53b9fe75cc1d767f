from pathlib import Path

import community

STATIC = Path(community.__path__[0]) / "static"


def test_stylesheet_is_small():
    assert (STATIC / "fairquote.css").stat().st_size <= 25_000


def test_layers_are_four_and_in_order():
    text = (STATIC / "fairquote.css").read_text()

    assert "@layer tokens, base, parts, pages;" in text
    assert text.count("{") == text.count("}")
