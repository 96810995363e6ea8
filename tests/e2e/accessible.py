"""No page has anything that axe finds: in light by any of its rules, in dark by those that look at colours, and where it matters in
both languages, of which the first shows the colours. With `AXE=all` nothing is left out.

For a new screen: get a page to show it, then `assert_screen(page)` for a phone, `assert_accessible(page)` for anything else.
Several screens of one page: a `Looker`.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from tests.e2e.modes import DRAWN, NARROW, ZOOMED, asked_of_the_device, hidden_focus, in_windows, in_words, resize

# Every rule that axe has, what it calls good practice or still tries out too, but this one.
LEFT_OUT = ("color-contrast-enhanced",)  # level AAA, 7:1; AA is promised
# A scheme changes colours and nothing else, so dark is asked no more than this; a language changes words and no colours, so contrast,
# which takes longer than all other rules, is asked in one of them. Unless the environment wants all.
CONTRAST = "color-contrast"
OF_COLOURS = (CONTRAST, "link-in-text-block")
ASKS_ALL = {"": False, "all": True}[os.environ.get("AXE", "")]
NO_RULE: Mapping[str, str] = {}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
BOTH = ("sv", "en")
PHONE_PX = 430
# axe reads the same few colours again for each text and all that lies behind it, which is a fifth of its time.
REMEMBERS_COLOURS = """;(() => {
  const { prototype } = axe.commons.color.Color;
  const read = prototype.parseString;
  const known = new Map();
  prototype.parseString = function (text) {
    if (!known.has(text)) {
      read.call(this, text);
      known.set(text, { r: this.r, g: this.g, b: this.b, alpha: this.alpha });
    }
    return Object.assign(this, known.get(text));
  };
})()"""
_axe = Axe()

# Colours are what they will be: drawn anew, and no transition on the way.
SETTLED = """async () => {
  for (let frame = 0; frame < 2; frame += 1) await new Promise((done) => requestAnimationFrame(done));
  const ends = document.getAnimations().map((one) => one.finished.catch(() => {}));
  await Promise.race([Promise.all(ends), new Promise((done) => setTimeout(done, 1000))]);
}"""

# The projector's theme is its leader's choice and not its device's. What axe itself has given up is not asked.
JUDGED = """async ([scheme, leftOut, only]) => {
  const { dataset } = document.documentElement;
  const before = dataset.theme;
  if (before) dataset.theme = scheme;
  await (SETTLED)();
  const asked = ({ ruleId, tags }) => !leftOut.includes(ruleId) && !tags.includes("deprecated");
  const rules = axe.getRules().filter((rule) => asked(rule) && (only === null || only.includes(rule.ruleId)));
  const options = { resultTypes: ["violations"], runOnly: { type: "rule", values: rules.map(({ ruleId }) => ruleId) } };
  const { violations } = await axe.run(document, options);
  if (before) dataset.theme = before;
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${(failureSummary ?? "").slice(0, 200)}`),
  );
}""".replace("SETTLED", SETTLED)

# What sticks out sideways, or has text cut off that no reader asked to be cut off. On a phone `innerWidth` grows with what sticks out.
CUT_OFF = """() => {
  const found = [];
  const root = document.documentElement;
  const tell = (what, element) => found.push(what + element.outerHTML.slice(0, 120));
  const scrolls = (element) => ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
  const inScroller = (element) => element.parentElement && (scrolls(element.parentElement) || inScroller(element.parentElement));
  // Something drawn beside the text sticks out, and nothing that is read does.
  const isOrnament = (element, box) => element.querySelector("[aria-hidden='true']") !== null && ![...element.querySelectorAll("*")].some(
    (part) => !part.closest("[aria-hidden='true']") && part.getBoundingClientRect().right > box.right + 1,
  );
  const inFront = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
  for (const element of inFront.querySelectorAll("*")) {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (box.width < 2 || box.height < 2 || style.visibility === "hidden") continue;
    if (element.closest(".vh, .skip, input, [aria-hidden='true']")) continue;
    if (box.right > root.clientWidth + 1 && style.position !== "fixed" && !inScroller(element)) tell("outside: ", element);
    const clips = style.overflowX === "hidden" || style.overflowX === "clip";
    const asked = style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none";
    const text = element.childElementCount === 0 && !clips && !inScroller(element) ? box.left + element.scrollWidth : 0;
    if (text > root.clientWidth + 1 && style.position !== "fixed") tell("text outside: ", element);
    if (clips && !asked && element.scrollWidth > element.clientWidth + 1 && !isOrnament(element, box)) tell("cut off: ", element);
  }
  const width = root.scrollWidth;
  if (width > root.clientWidth) found.push("the page scrolls sideways: " + width);
  return found;
}"""


def assert_accessible(*pages: Page, languages: Sequence[str] = ()) -> None:
    """Looks at each page in both colour schemes as it stands now, and in each of `languages` without a reload."""
    found = [
        one
        for page in pages
        for n, _ in enumerate(_in_each(page, languages))
        for one in violations(page, colours=n == 0)
    ]
    assert not found, "\n".join(found)


def assert_screen(page: Page) -> None:
    """A phone's screen as it stands now: axe in both schemes and both languages, and nothing cut off at 320 px."""
    look = Looker(page)
    look("this screen")
    look.assert_nothing()


def assert_reflows(page: Page, *, size: ViewportSize = NARROW) -> None:
    """Nothing sticks out sideways and no text is cut off at `size`, in either language."""
    found = [one for _ in _in_each(page, BOTH) for _ in in_windows(page, size) for one in cut_off(page)]
    assert not found, "\n".join(found)


class Looker:
    """Looks at one screen after the other of a page, and tells in the end all that it found.

    `but`: the rules that are wrong for this page, each with why.
    """

    def __init__(self, page: Page, *, but: Mapping[str, str] = NO_RULE) -> None:
        self.page = page
        self.but = but
        self.found: list[str] = []

    def __call__(self, name: str, *, reflow: bool = True, zoomed: bool = False, modes: bool = True) -> None:
        """In both languages, without a reload. `reflow`: as narrow as a phone of 320 px, and with text twice as large on a phone;
        `zoomed`: as a laptop at 200 %."""
        for language, size in _there_and_back(self.page, _sizes(reflow=reflow, zoomed=zoomed)):
            first = language == BOTH[0]
            self._look(f"{name} ({language})", size, reflow=reflow, modes=modes and first, colours=first)

    def here(
        self, name: str, *, reflow: bool = True, zoomed: bool = False, modes: bool = True, colours: bool = True
    ) -> None:
        """As the page stands; `modes`: also as devices ask for it, by forced colours, more contrast or no motion."""
        sizes = _sizes(reflow=reflow, zoomed=zoomed)
        self._look(name, None, reflow=reflow, modes=modes, colours=colours)
        for _, size in zip(in_windows(self.page, *sizes), sizes, strict=True):
            self._look(name, size, reflow=reflow, modes=modes, colours=colours)

    def _look(self, name: str, size: ViewportSize | None, *, reflow: bool, modes: bool, colours: bool) -> None:
        """`size`: that of the window, unless it is the page's own."""
        if size is not None:
            unseen = cut_off(self.page) + (hidden_focus(self.page) if modes else [])
            self.found += [f"{name}: {in_words(size)}: {one}" for one in unseen]
            return
        found = violations(self.page, but=self.but, colours=colours)
        if reflow and is_phone(self.page):
            found += _cut_off_at_twice_the_text(self.page)
        found += asked_of_the_device(self.page) if modes else []
        self.found += [f"{name}: {fault}" for fault in found]

    def assert_nothing(self) -> None:
        assert not self.found, "\n".join(self.found)


def is_phone(page: Page) -> bool:
    return page.viewport_size is not None and page.viewport_size["width"] <= PHONE_PX


def cut_off(page: Page) -> list[str]:
    found: list[str] = page.evaluate(CUT_OFF)
    return found


def _cut_off_at_twice_the_text(page: Page) -> list[str]:
    page.evaluate("() => (document.documentElement.style.fontSize = '200%')")
    page.evaluate(DRAWN)
    found = cut_off(page)
    page.evaluate("() => (document.documentElement.style.fontSize = '')")
    return [f"text at 200 %: {one}" for one in found]


def _sizes(*, reflow: bool, zoomed: bool) -> list[ViewportSize]:
    return [NARROW] * reflow + [ZOOMED] * zoomed


def _there_and_back(page: Page, sizes: Sequence[ViewportSize]) -> Iterator[tuple[str, ViewportSize | None]]:
    """Each language in the page's own window (None) and in those of `sizes`, the second on the way back: whatever changes lays out
    and draws the whole page again."""
    own = page.viewport_size
    assert own is not None
    # Behind another page it may wait for ever to be drawn.
    page.bring_to_front()
    way = [None, *sizes]
    for language in _in_each(page, BOTH):
        page.evaluate(DRAWN)
        for size in way:
            if page.viewport_size != (size or own):
                resize(page, size or own)
            yield language, size
        way.reverse()


def choose_language(page: Page, language: str) -> None:
    """As when another tab of the same device changes it: kept there, and followed without a reload."""
    page.evaluate(
        """(language) => {
          localStorage.setItem("language", language);
          dispatchEvent(new StorageEvent("storage", { key: "language", newValue: language }));
        }""",
        language,
    )
    page.wait_for_function("(language) => document.documentElement.lang === language", arg=language)


def _in_each(page: Page, languages: Sequence[str]) -> Iterator[str]:
    """Goes through the languages and leaves the page in the one it had."""
    before = at = page.evaluate("document.documentElement.lang")
    for language in languages or (before,):
        if language != at:
            choose_language(page, language)
        yield (at := language)
    if at != before:
        choose_language(page, before)


def violations(page: Page, *, but: Mapping[str, str] = NO_RULE, colours: bool = True) -> list[str]:
    """What axe finds on the page as it stands; without `colours`, in light and by all rules but contrast."""
    # A page behind another one does not finish its transitions.
    page.bring_to_front()
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe.axe_script + REMEMBERS_COLOURS)
    colours = colours or ASKS_ALL
    left_out = [*LEFT_OUT, *but, *([] if colours else [CONTRAST])]
    found: list[str] = []
    for scheme in SCHEMES if colours else SCHEMES[:1]:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        only = None if scheme == "light" or ASKS_ALL else OF_COLOURS
        judged = page.evaluate(JUDGED, [scheme, left_out, only])
        found += [f"{page.url} {scheme}: {one}" for one in judged]
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    return found
