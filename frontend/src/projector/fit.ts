/** A way to show a list: how large its texts are and, where its place does not say that, how wide it is, in hundredths of the picture's width. */
export interface Fitting {
  size: number;
  width?: number;
  /** How far apart its items are, in their own text's size, where they stand closer than they like to. */
  gap?: number;
  /** How many of its items are shown. */
  most?: number;
  /** Texts are cut and words divided rather than shown whole: what is done when nothing else fits. */
  cut?: boolean;
}

/**
 * Shows a list in the first way in which it is not taller than its place and no title in it wider than its own, else in the last one.
 * Texts change size by `--size`, the list its width by `--width`, what is between its items by `--gap`, and texts are cut where it has `data-cut`. `content` is what it is
 * measured anew for, as it also is when its place changes.
 */
export function fitted(ways: Fitting[], content: string) {
  void content;
  return (list: HTMLElement) => {
    // The last way stays where none fits.
    const fit = () => void ways.find((way) => fits(list, way));
    const observer = new ResizeObserver(fit);
    observer.observe(list);
    fit();
    void document.fonts.ready.then(fit);
    return () => observer.disconnect();
  };
}

/** Leaves the list as it is in this way. */
function fits(list: HTMLElement, { size, width = 0, gap, most = Infinity, cut = false }: Fitting): boolean {
  const items = [...list.children].filter((child) => child instanceof HTMLElement);
  list.style.setProperty("--size", `calc(${size} * var(--u))`);
  list.style.setProperty("--width", `calc(${width} * var(--u))`);
  list.style.setProperty("--gap", gap === undefined ? null : `${gap}em`);
  list.toggleAttribute("data-cut", cut);
  items.forEach((item, index) => (item.hidden = index >= most));
  const shown = items.slice(0, most);
  // Not getBoundingClientRect: what has just arrived is still on its way.
  const bottom = Math.max(...shown.map((item) => item.offsetTop + item.offsetHeight));
  const isLow = bottom - Math.min(...shown.map((item) => item.offsetTop)) <= list.clientHeight;
  return isLow && ![...list.querySelectorAll(".title")].some((title) => title.scrollWidth > title.clientWidth + 1);
}
