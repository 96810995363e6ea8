"""What the screen of a phone said at every moment, and whether that was right."""

from collections.abc import Iterable, Sequence

# For each text of one's own, and each proposal: the states or the votes that stood beside it, one after the other, kept over a
# reload. "borta" where the step's screen was there without it. "kvar" is what was said of the votes that are left.
DIARY = """(() => {
  const told = JSON.parse(sessionStorage.getItem("diary") ?? "{}");
  const note = (text, state) => (told[text] ??= []).at(-1) !== state && told[text].push(state);
  const look = () => {
    const here = new Set();
    for (const card of document.querySelectorAll("main li")) {
      // A number may stand before it.
      const text = card.querySelector(".user-text")?.lastChild?.textContent.trim();
      const says = card.querySelector(".err") ?? card.querySelector(".state") ?? card.querySelector("output")?.firstChild;
      const state = says?.textContent.trim() ?? "";
      if (text) here.add(text);
      if (text) note(text, state);
    }
    const left = document.querySelector(".budget [role=status]")?.textContent.trim();
    here.add("kvar");
    if (left) note("kvar", left);
    if (document.querySelector("main.ph-main:not([aria-busy])")) {
      for (const text in told) if (!here.has(text)) note(text, "borta");
    }
    sessionStorage.setItem("diary", JSON.stringify(told));
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
})()"""


def told(states: list[str], *ends: str) -> None:
    """
    On the phone, under way, and then what begins with these and nothing else; it may be received before it is shown.
    Raises AssertionError with the diary.
    """
    others = [state for state in states if state not in ("Väntar på nät", "Väntar på kontakt", "Skickas …")]
    if ends[-1] == "Visas i rummet":
        others = [state for state in others if not state.startswith("Mottagen")]
    assert len(others) == len(ends), states
    assert all(map(begins_with, others, ends)), states
    assert begins_with(states[-1], ends[-1]), states


def begins_with(state: str, end: str) -> bool:
    return state.startswith(end) if end else state == ""


def in_order(states: Sequence[str], truth: Iterable[str]) -> bool:
    """Whether each of these was true once it stood there, one after the other. What stood for a moment only may be missing."""
    moments = iter(truth)
    return all(state in moments for state in states)
