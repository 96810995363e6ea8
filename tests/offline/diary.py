"""What the screen of a phone said at every moment, and whether that was right."""

from collections.abc import Iterable, Sequence

# For each text of one's own, and each proposal: the states, the votes or the answer that stood beside it, one after the other, kept
# over a reload. "borta" where the step's screen was there without it. In the list of the room a text begins with "rummet: ", one that
# is alone on the screen with "kort: ". "kvar" is what was said of votes that are left or answers given, "mötet" of whether
# the meeting has them, "handen" what was of the hand.
DIARY = """(() => {
  const told = JSON.parse(sessionStorage.getItem("diary") ?? "{}");
  const note = (text, state) => (told[text] ??= []).at(-1) !== state && told[text].push(state);
  const said = (element) => element?.textContent.trim() ?? "";
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const answer = () => {
    const ratings = all(".scl .row").map((row) => said(row.querySelector("[aria-checked=true]")) || "–");
    return ratings.length ? ratings.join(" ") : said(document.querySelector(".three [aria-pressed=true]"));
  };
  const state = (card) => {
    const wrong = card.querySelector(".err");
    if (wrong) return said(wrong);
    const pressed = card.querySelector("[aria-pressed=true]");
    return all(".state", card).map(said).join(" ") || pressed?.ariaLabel || said(card.querySelector("output")?.firstChild);
  };
  let due = 0;
  const look = () => {
    due = 0;
    const here = new Set();
    const inRoom = document.querySelector("#panel-room") !== null;
    const isBetween = !inRoom && document.querySelector("main [role=tablist]") && !document.querySelector("#panel-mine");
    for (const card of all("main li, main [role=listitem], main section:is(.cd, .pc)")) {
      const alone = card.matches("section");
      // A number may stand before it.
      const text = said(card.querySelector(".user-text")?.lastChild);
      if (!text) continue;
      const name = (alone ? "kort: " : inRoom ? "rummet: " : "") + text;
      here.add(name);
      note(name, alone ? answer() : state(card));
    }
    const left = said(document.querySelector(".budget [role=status], .bud [role=status]"));
    if (left) note("kvar", left);
    const sent = said(document.querySelector(".dock .sent"));
    if (sent) note("mötet", sent);
    const hand = document.querySelector("[aria-label='Räck upp handen'] [role=status]");
    if (hand) note("handen", said(hand));
    if (!isBetween && document.querySelector("main.ph-main:not([aria-busy]), main.dn")) {
      const isOut = (name) => !here.has(name) && !/^(kvar|mötet|handen|kort: .*)$/.test(name) && name.startsWith("rummet: ") === inRoom;
      for (const name in told) if (isOut(name)) note(name, "borta");
    }
    sessionStorage.setItem("diary", JSON.stringify(told));
  };
  const attributeFilter = ["aria-pressed", "aria-checked"];
  // Once what is being done is done: in the midst of it nobody sees anything.
  const soon = () => (due ||= setTimeout(look));
  new MutationObserver(soon).observe(document, { subtree: true, childList: true, characterData: true, attributeFilter });
})()"""
# Where a text is on its way: on the phone, or under way to the server.
WAITS = ("Väntar på nät", "Väntar på kontakt", "Skickas …", "Väntar på svar", "Ändringen väntar", "Ändringen skickas")


def told(states: list[str], *ends: str, opened_since: bool = False) -> None:
    """
    On the phone, under way, and then what begins with these and nothing else; it may be received before it is shown.
    `opened_since`: the page may have come in the midst of it. Raises AssertionError with the diary.
    """
    others = [state for state in states if state not in WAITS]
    if ends[-1] == "Visas i rummet":
        others = [state for state in others if not state.startswith("Mottagen")]
    if opened_since:
        if not others and ends[-1] == "borta":
            return
        ends = ends[-len(others) :]
    assert len(others) == len(ends), states
    assert all(map(begins_with, others, ends)), states
    assert begins_with(states[-1], ends[-1]), states


def begins_with(state: str, end: str) -> bool:
    return state.startswith(end) if end else state == ""


def in_order(states: Sequence[str], truth: Iterable[str]) -> bool:
    """Whether each of these was true once it stood there, one after the other. What stood for a moment only may be missing."""
    moments = iter(truth)
    return all(state in moments for state in states)
