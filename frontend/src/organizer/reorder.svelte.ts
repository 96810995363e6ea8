/**
 * Moving rows of a list by a grip, with mouse, pen or finger. The rows are the direct children of `list` and change
 * place while they are dragged; `move` is told from where to where.
 */
export class Reorder {
  dragged: number | null = $state(null);
  #list: HTMLElement | undefined;

  constructor(private readonly move: (from: number, to: number) => void) {}

  list = (node: HTMLElement) => {
    this.#list = node;
  };

  start = (event: PointerEvent, index: number) => {
    if (event.button !== 0) return;
    event.preventDefault();
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.dragged = index;
  };

  drag = (event: PointerEvent) => {
    if (this.dragged === null || !this.#list) return;
    const over = [...this.#list.children].findIndex((row) => {
      const box = row.getBoundingClientRect();
      return event.clientY >= box.top && event.clientY < box.bottom;
    });
    if (over < 0 || over === this.dragged) return;
    this.move(this.dragged, over);
    this.dragged = over;
  };

  end = () => {
    this.dragged = null;
  };
}
