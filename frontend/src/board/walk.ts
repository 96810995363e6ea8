export type Way = "up" | "down" | "left" | "right" | "next" | "previous";

/**
 * Where focus goes from `at` when somebody walks the canvas. Up and down stay in the column, left and right keep the
 * height, next and previous go from idea to idea over the columns' ends, or from proposal to proposal. Answers `at` itself
 * at an edge.
 */
export function walk(columns: string[][], at: string | null, way: Way): string | null {
  const column = columns.findIndex((stops) => at !== null && stops.includes(at));
  if (column < 0) return columns.flat().find(isCard) ?? columns.flat()[0] ?? null;
  const row = columns[column]!.indexOf(at!);
  if (way === "up" || way === "down") return columns[column]![row + (way === "up" ? -1 : 1)] ?? at;
  if (way === "left" || way === "right") return sideways(columns, column, row, way) ?? at;
  const all = columns.flat();
  const from = all.indexOf(at!);
  const ahead = way === "next" ? all.slice(from + 1) : all.slice(0, from).reverse();
  return ahead.find(all.some(isRow) ? isRow : isCard) ?? at;
}

const isRow = (stop: string) => stop.startsWith("row:");

/** Ideas and rows of the result; headings and "show more" are passed over. */
function isCard(stop: string): boolean {
  return stop.startsWith("idea:") || isRow(stop);
}

function sideways(columns: string[][], column: number, row: number, way: "left" | "right"): string | undefined {
  const others = way === "left" ? columns.slice(0, column).reverse() : columns.slice(column + 1);
  const stops = others.find((one) => one.length > 0);
  return stops?.[Math.min(row, stops.length - 1)];
}

/** Where focus goes when the stop it stood on is gone: the one after it, else before it, in the same column. */
export function nearest(before: string[][], after: string[][], at: string): string | null {
  const column = before.findIndex((stops) => stops.includes(at));
  const stops = before[column] ?? [];
  const row = stops.indexOf(at);
  const there = new Set(after.flat());
  const order = [...stops.slice(row + 1), ...stops.slice(0, row).reverse()];
  return order.find((stop) => there.has(stop)) ?? after.flat()[0] ?? null;
}
