"""What a device may ask of a page: forced colours, more contrast, no motion, twice the text. Each tells what it found.

A page is looked at as it stands, and is left as it was.
"""

from collections.abc import Iterator

from playwright.sync_api import Page, ViewportSize

# A laptop's window of 1280 by 900 when its reader has asked for 200 %.
ZOOMED: ViewportSize = {"width": 640, "height": 450}
NARROW: ViewportSize = {"width": 320, "height": 640}

# The page has followed a change of its window.
DRAWN = """async () => {
  for (let frame = 0; frame < 3; frame += 1) await new Promise((done) => requestAnimationFrame(done));
}"""

SEEN = """
const seen = (element) => {
  const box = element.getBoundingClientRect();
  return box.width > 2 && box.height > 2 && element.checkVisibility({ visibilityProperty: true }) && !element.closest(".vh, .skip");
};
const short = (element) => element.outerHTML.replace(/\\s+/g, " ").slice(0, 140);
const edge = (style) => ["Top", "Right", "Bottom", "Left"].some(
  (side) => style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) > 0,
);
const CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex='0'], [role=switch], [role=slider]";
// Within a set the arrow keys move; elsewhere -1 is for the mouse alone, beside something that keys reach.
const byKeys = (element) => element.tabIndex >= 0 || element.closest("[role=radiogroup], [role=tablist], [role=menu], [role=listbox]");
const inFront = () => [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;
"""

# Backgrounds, shadows and gradients are gone: a control needs words, a picture or an edge; and what is chosen must differ
# from its neighbours by something else than a background that the device took away.
TOLD_BY_COLOUR = f"""() => {{
  {SEEN}
  const found = [];
  const look = (element) => ["", "::before", "::after"].map((part) => {{
    const style = getComputedStyle(element, part || null);
    if (part && style.content === "none") return "";
    const fill = style.forcedColorAdjust === "none" ? style.backgroundColor + style.color : "";
    const edges = edge(style) ? style.borderWidth + style.borderStyle + style.borderColor : "";
    const ring = style.outlineStyle === "none" ? "" : style.outlineWidth;
    return [edges, ring, style.fontWeight, style.textDecorationLine, style.content, style.left, style.right, fill].join();
  }}).join("|");
  const whole = (element) => [element, ...element.querySelectorAll("*")].map(look).join();
  const picture = (element) => [...element.querySelectorAll("svg")].map((one) => one.innerHTML).join();
  const hasOwn = (element) => element.innerText?.trim() || element.querySelector("svg, img") || element.value;
  for (const element of document.querySelectorAll("button, input, select, textarea, [role=switch], [role=slider], .btn, .chip")) {{
    const isOwn = ["checkbox", "radio", "range", "file", "color"].includes(element.type);
    if (!seen(element) || (isOwn && getComputedStyle(element).appearance !== "none")) continue;
    const held = edge(getComputedStyle(element)) || edge(getComputedStyle(element.parentElement));
    if (element.matches("input, select, textarea") ? !held : !hasOwn(element) && !edge(getComputedStyle(element)))
      found.push("no edge in forced colours: " + short(element));
  }}
  for (const state of ["aria-pressed", "aria-checked", "aria-selected", "aria-current"]) {{
    for (const chosen of document.querySelectorAll(`[${{state}}]:not([${{state}}=false])`)) {{
      const around = chosen.closest("[role=radiogroup], [role=tablist], [role=group], [role=listbox], nav, ul, ol");
      const others = [...(around?.querySelectorAll(`[${{state}}=false], a:not([${{state}}])`) ?? [])];
      const other = others.find((one) => seen(one) && one.tagName === chosen.tagName && one.className === chosen.className);
      if (!other || !seen(chosen)) continue;
      if (whole(chosen) === whole(other) && picture(chosen) === picture(other))
        found.push("chosen looks like the rest in forced colours: " + short(chosen));
    }}
  }}
  for (const dialog of document.querySelectorAll("dialog[open], [role=menu]")) {{
    const isWhole = dialog.clientHeight >= innerHeight;
    if (seen(dialog) && !isWhole && !edge(getComputedStyle(dialog))) found.push("no edge in forced colours: " + short(dialog));
  }}
  return found;
}}"""

# Where the focus is must be seen without shadows and backgrounds; the page is told that somebody uses keys.
FOCUS_SHOWN = f"""() => {{
  {SEEN}
  const found = [];
  const focused = document.activeElement;
  for (const control of inFront().querySelectorAll(CONTROLS)) {{
    if (!seen(control) || !byKeys(control) || control.disabled || control.closest("[inert]")) continue;
    control.focus({{ preventScroll: true }});
    if (document.activeElement !== control || !control.matches(":focus-visible")) continue;
    const rings = [control, control.parentElement, control.nextElementSibling, control.closest("label")].filter(Boolean);
    const isRing = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    if (!rings.some((one) => isRing(getComputedStyle(one)))) found.push("focus is not seen in forced colours: " + short(control));
  }}
  focused?.focus?.({{ preventScroll: true }});
  return found;
}}"""

# WCAG 2.4.11: what has the focus is not covered by something that stays in place; and it is large enough to be hit.
FOCUS_COVERED = f"""() => {{
  {SEEN}
  const found = [];
  const focused = document.activeElement;
  const at = scrollY;
  for (const control of inFront().querySelectorAll(CONTROLS)) {{
    if (!seen(control) || !byKeys(control) || control.disabled || control.closest("[inert]")) continue;
    control.focus();
    if (document.activeElement !== control) continue;
    const box = control.getBoundingClientRect();
    const points = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.15], [0.5, 0.85]];
    const isFree = points.some(([x, y]) => {{
      const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
      return top && (control.contains(top) || top.contains(control) || [...(control.labels ?? [])].some((label) => label.contains(top)));
    }});
    if (!isFree) found.push("hidden when it has the focus: " + short(control));
  }}
  focused?.focus?.({{ preventScroll: true }});
  scrollTo({{ top: at, behavior: "instant" }});
  return found;
}}"""

MOVES = """() => {
  const seconds = (times) => Math.max(...times.split(",").map((time) => parseFloat(time) * (time.trim().endsWith("ms") ? 0.001 : 1)));
  const found = [];
  for (const element of document.querySelectorAll("body *"))
    for (const part of [null, "::before", "::after"]) {
      const style = getComputedStyle(element, part);
      const isAnimated = style.animationName !== "none" && seconds(style.animationDuration) > 0.01;
      if (seconds(style.transitionDuration) > 0.01 || isAnimated)
        found.push("would move though nothing should: " + element.outerHTML.slice(0, 120));
    }
  return found;
}"""

# The text that is set a shade lighter is as dark as the rest, and no line is fainter than a strong one.
FAINT = """() => {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const pairs = [["--ink-2", "--ink"], ["--ink-3", "--ink"], ["--line", "--line-strong"]];
  const faint = pairs.filter(([one, other]) => colour(one) && colour(other) && colour(one) !== colour(other));
  return faint.map(([one]) => "faint for who asks for contrast: " + one);
}"""


def asked_of_the_device(page: Page) -> list[str]:
    """Forced colours, then more contrast and no motion, of which the one changes colours and the other what moves."""
    page.bring_to_front()
    page.emulate_media(forced_colors="active")
    page.keyboard.press("Shift")
    found: list[str] = page.evaluate(TOLD_BY_COLOUR) + page.evaluate(FOCUS_SHOWN)
    page.emulate_media(forced_colors="none", contrast="more", reduced_motion="reduce")
    found += page.evaluate(FAINT) + page.evaluate(MOVES)
    page.emulate_media(contrast="no-preference", reduced_motion="no-preference")
    return list(dict.fromkeys(found))


def hidden_focus(page: Page) -> list[str]:
    """What cannot be seen when it has focus, in the window as it is."""
    found: list[str] = page.evaluate(FOCUS_COVERED)
    return found


def in_windows(page: Page, *sizes: ViewportSize) -> Iterator[str]:
    """Goes through windows of these sizes, each once the page has followed, and gives the page back its own."""
    before = page.viewport_size
    for size in sizes:
        resize(page, size)
        yield in_words(size)
    if before and sizes:
        resize(page, before)


def resize(page: Page, size: ViewportSize) -> None:
    """Returns once the page has followed."""
    page.set_viewport_size(size)
    page.evaluate(DRAWN)


def in_words(size: ViewportSize) -> str:
    return f"{size['width']}×{size['height']}"
