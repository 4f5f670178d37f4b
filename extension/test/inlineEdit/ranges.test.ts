import assert from "node:assert/strict";
import { test } from "node:test";
import { distance, lastLine, shifted } from "../../src/inlineEdit/ranges";
import type { Position, Range } from "../../src/protocol";
import { lines } from "./proposals";

const at = (line: number, character: number): Position => ({ line, character });
const typed = (start: Position, end: Position, to: Position): Parameters<typeof shifted>[1] => ({
  range: { start, end },
  end: to,
});

test("A line typed above moves a range down", () => {
  assert.deepEqual(shifted(lines(5, 7), typed(at(2, 0), at(2, 0), at(3, 0))), lines(6, 8));
});

test("A line typed below leaves a range where it is", () => {
  assert.deepEqual(shifted(lines(5, 7), typed(at(7, 0), at(7, 0), at(8, 0))), lines(5, 7));
});

test("A line typed right before a range stays outside", () => {
  assert.deepEqual(shifted(lines(5, 7), typed(at(5, 0), at(5, 0), at(6, 0))), lines(6, 8));
});

test("What is typed inside makes a range grow", () => {
  assert.deepEqual(shifted(lines(5, 7), typed(at(6, 3), at(6, 3), at(8, 0))), lines(5, 9));
});

test("Deleting everything around a range leaves an empty one", () => {
  const gone = shifted(lines(5, 7), typed(at(4, 0), at(9, 0), at(4, 0)));
  assert.deepEqual(gone, { start: at(4, 0), end: at(4, 0) });
});

test("An insertion between lines follows its line", () => {
  const between: Range = { start: at(5, 0), end: at(5, 0) };
  assert.deepEqual(shifted(between, typed(at(5, 0), at(5, 0), at(6, 0))), { start: at(6, 0), end: at(6, 0) });
});

test("A start and an end never change places, whatever is typed", () => {
  const places = [0, 1, 2, 3, 4].flatMap((line) => [at(line, 0), at(line, 3)]);
  const before = (a: Position, b: Position): boolean => a.line < b.line || (a.line === b.line && a.character <= b.character);
  for (const start of places) {
    for (const end of places.filter((p) => before(start, p))) {
      for (const from of places) {
        for (const to of places.filter((p) => before(from, p))) {
          for (const now of places.filter((p) => before(from, p))) {
            const range = shifted({ start, end }, typed(from, to, now));
            assert.ok(before(range.start, range.end), JSON.stringify({ start, end, from, to, now, range }));
          }
        }
      }
    }
  }
});

test("A range that ends at the start of a line does not cover the line", () => {
  assert.equal(lastLine(lines(5, 7)), 6);
  assert.equal(lastLine({ start: at(5, 0), end: at(5, 0) }), 5);
  assert.deepEqual(
    [4, 5, 6, 7, 9].map((line) => distance(lines(5, 7), line)),
    [1, 0, 0, 1, 3],
  );
});
