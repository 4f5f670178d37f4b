import assert from "node:assert/strict";
import { test } from "node:test";
import { contextLines, proposalLines } from "./show.mjs";

const range = (line) => ({ start: { line, character: 0 }, end: { line, character: 0 } });

test("A proposal is shown as a diff with its verdict and what breaks", () =>
  assert.deepEqual(
    proposalLines(
      {
        files: [{ uri: "file:///shop/A.cs", hunks: [{ range: range(2), oldText: "one\r\n", newText: "two\r\nthree\r\n" }] }],
        verification: {
          status: "broken",
          introduced: [{ uri: "file:///shop/App/B.cs", range: range(6), code: "CS7036", message: "no argument" }],
          repaired: [],
          scope: { projects: ["Core", "App"] },
          durationMs: 41.7,
        },
      },
      "/shop",
    ),
    [
      "  A.cs",
      "  @@ line 3",
      "  - one",
      "  + two",
      "  + three",
      "  verdict: breaks 1 thing (Core, App; 42 ms)",
      "    App/B.cs:7 CS7036: no argument",
    ],
  ));

test("A context is shown item by item, with its reasons and tokens", () =>
  assert.deepEqual(
    contextLines({
      items: [{ kind: "definition", title: "Money", tokens: 7, why: "used by the selection", text: "struct Money;\n" }],
      tokens: 7,
      budget: 1500,
    }),
    ["  definition  Money, 7 tokens: used by the selection", "    │ struct Money;", "  7 of 1500 tokens beside the selection"],
  ));

test("An unchecked proposal says why", () =>
  assert.deepEqual(
    proposalLines(
      {
        files: [],
        verification: { status: "unverified", reason: "no solution", introduced: [], repaired: [], scope: { projects: [] } },
      },
      "/",
    ),
    ["  verdict: not checked: no solution"],
  ));
