import type { Position, Range } from "../protocol";

/** A change of a document's text, reduced to what it replaced and where the new text ends. */
export interface Shift {
  readonly range: Range;
  readonly end: Position;
}

/** Where `range` is after a change: what is typed at its edges stays outside, what is typed inside makes it grow. */
export function shifted(range: Range, shift: Shift): Range {
  const start = moved(range.start, shift, "after");
  const end = moved(range.end, shift, "before");
  return { start, end: isBefore(end, start) ? start : end };
}

/** The last line a range covers: one that ends at the start of a line does not cover it. */
export function lastLine({ start, end }: Range): number {
  return end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
}

/** How many lines lie between; 0 when the range covers one of the lines. */
export function distance(range: Range, first: number, last = first): number {
  return Math.max(range.start.line - last, first - lastLine(range), 0);
}

export function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}

function moved(position: Position, { range, end }: Shift, side: "before" | "after"): Position {
  if (isBefore(position, range.start) || (side === "before" && !isBefore(range.start, position))) {
    return position;
  }

  if (isBefore(position, range.end)) {
    return side === "before" ? range.start : end;
  }

  return {
    line: position.line + end.line - range.end.line,
    character: position.line === range.end.line ? position.character + end.character - range.end.character : position.character,
  };
}
