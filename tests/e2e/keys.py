"""Going through a page by keys alone: each stop must be seen to have the focus, and none may hold it."""

import re

from playwright.sync_api import Page

MOST_TABS = 60
# As long as `expect` waits: what is asked for may still be on its way, and then it must be reached within the presses allowed.
PATIENCE_MS = 15_000

NAME = """const nameOf = (at) => {
  const by = at.getAttribute("aria-labelledby");
  const named = by && document.getElementById(by)?.innerText;
  const names = [at.getAttribute("aria-label"), named, at.labels?.[0]?.innerText, at.innerText, at.placeholder];
  return (names.find((name) => name?.trim()) ?? at.tagName).replace(/\\n/g, " ").trim();
};"""
FOCUSED = f"""() => {{
  {NAME}
  const at = document.activeElement;
  const shown = (element) => {{
    const {{ outlineStyle, outlineWidth, boxShadow }} = getComputedStyle(element);
    return (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
  }};
  if (at === document.body) return {{ name: "", isSeen: true }};
  // The part of the page that one has been brought to is no control: what is first in it comes next.
  const isPlace = at.tabIndex < 0 && !at.matches("a, button, input, select, textarea, li, article, header, [role]");
  const isSeen = isPlace || shown(at) || (at.parentElement !== null && shown(at.parentElement));
  return {{ name: nameOf(at), isSeen }};
}}"""
IS_THERE = f"""(pattern) => {{
  {NAME}
  const stops = document.querySelectorAll("a, button, input, select, textarea, summary, [tabindex], [role]");
  return [...stops].some((one) => one.checkVisibility() && new RegExp(pattern).test(nameOf(one)));
}}"""


def focused(page: Page) -> str:
    """The name of what has the focus, empty for nothing; it must be seen to have it."""
    at = page.evaluate(FOCUSED)
    assert at["isSeen"], f"no visible focus on {at['name']}"
    return str(at["name"])


def tab_to(page: Page, name: str, *, most: int = MOST_TABS) -> None:
    """Tabs until something of that name has the focus. Each stop on the way must be seen to have it."""
    _press_until(page, "Tab", name, most)


def press(page: Page, name: str, *, key: str = "Enter", most: int = MOST_TABS) -> None:
    tab_to(page, name, most=most)
    page.keyboard.press(key)


def move_to(page: Page, name: str, *, key: str = "ArrowDown", most: int = 20) -> None:
    """By an arrow within a menu, a list or a set of choices."""
    _press_until(page, key, name, most)


def _press_until(page: Page, key: str, name: str, most: int) -> None:
    """Raises AssertionError when it has not come after so many presses."""
    page.wait_for_function(IS_THERE, arg=name, timeout=PATIENCE_MS)
    passed: list[str] = []
    for _ in range(most):
        at = focused(page)
        if re.search(name, at):
            return
        passed.append(at)
        page.keyboard.press(key)
    raise AssertionError(f"{name} is not reached by {key}, only {passed}")


def go_round(page: Page, key: str, *, most: int = 200) -> list[str]:
    """Every stop from here until the first comes again. Raises AssertionError when it does not: something holds the focus."""
    page.keyboard.press(key)
    if not focused(page):
        page.keyboard.press(key)
    page.evaluate("() => (window.began = document.activeElement)")
    stops = [focused(page)]
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate("() => document.activeElement === window.began"):
            return stops
        stops.append(focused(page))
    raise AssertionError(f"{key} does not come round: {stops[-12:]}")
