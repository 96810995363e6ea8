/** A mark on a map, in pixels: its middle, how far its dot reaches around that, and how far what is written beside it does. */
export interface Mark {
  x: number;
  y: number;
  dot: number;
  left: number;
  right: number;
  up: number;
  down: number;
}
export interface Frame {
  width: number;
  height: number;
}
export interface Shift {
  dx: number;
  dy: number;
}
type Corner = Pick<DOMRect, "left" | "top">;

const RINGS = 24;
/** For what is written beside it, a mark is moved so many times its dot's reach; farther would tell another answer. */
const FOR_WORDS = 6;
/** What is laid out is rounded, and a mark on the line belongs to what is before it. */
const ROUNDED_PX = 0.5;
const STAY = { dx: 0, dy: 0 };

/**
 * How far each mark is moved so that none covers an earlier one: the shortest way that keeps its dot inside the frame and in its
 * own quarter, off what is `taken`. Where there is no room for what is written beside it, its dot at least covers no other dot.
 */
export function apart(marks: Mark[], frame: Frame, taken: Mark[] = []): Shift[] {
  const placed = [...taken];
  const known = new Map<number, Shift[]>();
  return marks.map((mark) => {
    const step = Math.max(4, mark.dot / 2);
    const all = known.get(step) ?? ways(step);
    known.set(step, all);
    const near = all.filter(({ dx, dy }) => Math.hypot(dx, dy) <= FOR_WORDS * mark.dot);
    const shift = nearest(mark, placed, near, frame) ?? nearest(bare(mark), placed.map(bare), all, frame) ?? STAY;
    placed.push(moved(mark, shift));
    return shift;
  });
}

function nearest(mark: Mark, placed: Mark[], all: Shift[], frame: Frame): Shift | undefined {
  return all.find((way) => {
    const there = moved(mark, way);
    return isInside(bare(there), frame) && inQuarterOf(mark, there, frame) && !placed.some((other) => covers(there, other));
  });
}

const bare = (mark: Mark): Mark => ({ ...mark, left: mark.dot, right: mark.dot, up: mark.dot, down: mark.dot });

/** Nearest first; at the same distance down before up, then sideways. */
function ways(step: number): Shift[] {
  const all: Shift[] = [];
  for (let down = -RINGS; down <= RINGS; down++) for (let right = -RINGS; right <= RINGS; right++) all.push({ dx: right * step, dy: down * step });
  return all.sort((a, b) => Math.hypot(a.dx, a.dy) - Math.hypot(b.dx, b.dy) || b.dy - a.dy || b.dx - a.dx);
}

const moved = (mark: Mark, { dx, dy }: Shift): Mark => ({ ...mark, x: mark.x + dx, y: mark.y + dy });

function covers(a: Mark, b: Mark): boolean {
  return a.x - a.left < b.x + b.right && b.x - b.left < a.x + a.right && a.y - a.up < b.y + b.down && b.y - b.up < a.y + a.down;
}

function isInside({ x, y, left, right, up, down }: Mark, { width, height }: Frame): boolean {
  return x - left >= 0 && x + right <= width && y - up >= 0 && y + down <= height;
}

function inQuarterOf(own: Mark, there: Mark, { width, height }: Frame): boolean {
  const [across, down] = [width / 2 + ROUNDED_PX, height / 2 + ROUNDED_PX];
  return own.x <= across === there.x <= across && own.y <= down === there.y <= down;
}

/** Moves all `.mark` on a map apart by `translate`, in their order, and off the `.said` on it; anew when the map's size or `content` changes. */
export function keptApart(content: string) {
  void content;
  return (map: HTMLElement) => {
    const place = () => {
      const box = map.getBoundingClientRect();
      const here = { left: box.left + map.clientLeft, top: box.top + map.clientTop };
      const found = [...map.querySelectorAll<HTMLElement>(".mark")];
      for (const mark of found) mark.style.translate = "";
      const marks = found.map((mark) => markOf(mark, here));
      const taken = [...map.querySelectorAll(".said")].map((words) => wordsOf(words.getBoundingClientRect(), here));
      const shifts = apart(marks, { width: map.clientWidth, height: map.clientHeight }, taken);
      shifts.forEach(({ dx, dy }, index) => (found[index]!.style.translate = `${dx}px ${dy}px`));
    };
    // Calls at once, too.
    const observer = new ResizeObserver(place);
    observer.observe(map);
    void document.fonts.ready.then(place);
    return () => observer.disconnect();
  };
}

/** A mark without a `.dot` in it is one itself. */
function markOf(mark: HTMLElement, map: Corner): Mark {
  const whole = mark.getBoundingClientRect();
  const dot = (mark.querySelector(".dot") ?? mark).getBoundingClientRect();
  const [x, y] = [dot.left + dot.width / 2, dot.top + dot.height / 2];
  return {
    x: x - map.left,
    y: y - map.top,
    dot: dot.width / 2,
    left: x - whole.left,
    right: whole.right - x,
    up: y - whole.top,
    down: whole.bottom - y,
  };
}

function wordsOf({ left, top, width, height }: DOMRect, map: Corner): Mark {
  return { x: left - map.left, y: top - map.top, dot: 0, left: 0, right: width, up: 0, down: height };
}
