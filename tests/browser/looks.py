"""What every page must be in a real browser, whoever wrote it."""

import json
from importlib import import_module

_SCREENS = [(1280, "light"), (390, "dark"), (320, "dark")]
"""Each width and each scheme: rules of size know no scheme."""
_OTHER_SCHEME = {"light": "dark", "dark": "light"}
_COLOURS = ["color-contrast"]
"""Rules of axe that are asked in both schemes, of what only one width shows, too."""
_TARGET = 24
"""CSS pixels: the least that WCAG 2.2 AA asks of a target (2.5.8)."""
_COMFORT = 44
"""CSS pixels: what we ask of buttons and fields on phones."""
_DEPENDS_ON_SCREEN = [
    *("color-contrast", "link-in-text-block", "target-size"),
    *("scrollable-region-focusable", "aria-hidden-focus"),
    *("button-name", "link-name", "label", "select-name"),
]
"""Rules of axe whose answer can differ where another width or scheme shows the page."""
_AXE = """
(rules) => axe.run({resultTypes: ["violations"], ...(rules && {runOnly: rules})})
  .then((found) => found.violations)
"""
_SMALL = """
(least) => [...document.querySelectorAll(
  ".button, select, textarea, input:not([type=hidden], [type=radio], [type=checkbox])"
)]
  .filter((one) => one.checkVisibility())
  .filter((one) => one.getBoundingClientRect().height < least - 0.5)
  .map((one) => one.outerHTML.slice(0, 120))
"""
_TINY_TEXT = """
() => [...document.querySelectorAll("svg.plot text")]
  .filter((one) => one.checkVisibility())
  .filter((one) => one.getBoundingClientRect().height < 9)
  .map((one) => one.textContent)
"""
_SQUEEZED = """
() => [...document.querySelectorAll("main :is(dd, dt, p, li, td, th, h1, h2, h3, label)")]
  .filter((one) => one.checkVisibility() && one.textContent.trim().length > 8)
  .map((one) => [one.getBoundingClientRect(), one])
  .filter(([box]) => box.width < 48 && box.height > 4 * box.width)
  .map(([, one]) => one.outerHTML.slice(0, 120))
"""
"""A column so narrow that words stand a letter a line."""
_TOUCHING = """
() => [...document.querySelectorAll("svg.plot")].flatMap((svg) => {
  const boxes = [...svg.querySelectorAll("text")].map((t) => t.getBoundingClientRect());
  return boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) =>
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
  ).map(() => svg.querySelector("title")?.textContent ?? "strip"));
})
"""


def assert_accessible(page, rules: list[str] | None = None) -> None:
    """Nothing breaks a rule of axe; with `rules` only those are asked."""
    if not page.evaluate("'axe' in window"):
        axe = import_module("axe_playwright_python.sync_playwright").Axe()
        page.evaluate(axe.axe_script)
    found = page.evaluate(_AXE, rules)
    told = [
        (one["id"], one["help"], [node["html"][:160] for node in one["nodes"]][:4])
        for one in found
    ]
    assert told == [], json.dumps(told, indent=2)


def assert_fits(page, width: int) -> None:
    """Nothing is wider than the screen, too small to hit, or too small to read."""
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(_TINY_TEXT) == []
    assert page.evaluate(_TOUCHING) == []
    assert page.evaluate(_SQUEEZED) == []
    assert page.evaluate(_SMALL, _COMFORT if width < 880 else _TARGET) == []


def assert_looks_right(page, *paths: str, schemes: int = 2) -> None:
    """Open each address, and look at it on a desktop and on phones, in light and dark.

    With one of the `schemes` at each width alone where a page is long beyond measure.
    """
    for path in paths:
        answer = page.goto(path)
        assert answer.status == 200, (path, answer.status)
        for width, scheme in _SCREENS:
            page.set_viewport_size({"width": width, "height": 844})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert_fits(page, width)
            if width == 1280:
                assert_accessible(page)
            elif width == 390:
                assert_accessible(page, _DEPENDS_ON_SCREEN)
            if width == 320 or schemes == 1:
                continue
            page.emulate_media(color_scheme=_OTHER_SCHEME[scheme])
            assert_accessible(page, _COLOURS)


def sign_in(page, cast, handle: str, server: str) -> None:
    """Give the tab the cookie of somebody of the cast."""
    client = cast.page(handle).client
    name = client.application.config["SESSION_COOKIE_NAME"]
    cookie = {"name": name, "value": client.get_cookie(name).value, "url": server}
    page.context.add_cookies([cookie])
