/**
 * Scrolls what has the focus from under the message that has just come, where that covers it. The page's scroll containers say by
 * `scroll-padding` how much of them the message takes.
 */
export function uncoverFocus(): void {
  const [focused, message] = [document.activeElement, document.querySelector(".toast")];
  if (!focused || !message) return;
  const [own, above] = [focused.getBoundingClientRect(), message.getBoundingClientRect()];
  const isBeside = own.bottom <= above.top || own.top >= above.bottom || own.right <= above.left || own.left >= above.right;
  if (!isBeside) focused.scrollIntoView({ block: "nearest" });
}
