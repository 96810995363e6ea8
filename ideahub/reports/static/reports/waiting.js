/* Asks now and then how the report stands: tells what is new, and shows the report once it is there. Without script the link does. */
(() => {
  const EVERY_MS = 5000;
  const words = document.getElementById("waits");

  async function look() {
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      if (answer.status < 500) tell(new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("waits"));
    } catch {
      // Without a network: again in a while.
    }
    setTimeout(look, EVERY_MS);
  }

  function tell(now) {
    if (!now) location.reload();
    else if (now.textContent !== words.textContent) words.textContent = now.textContent;
  }

  setTimeout(look, EVERY_MS);
})();
