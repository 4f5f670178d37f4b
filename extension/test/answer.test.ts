import assert from "node:assert/strict";
import { test } from "node:test";
import { answerOf } from "../src/host/answer";

const rpc = (code: number, data?: unknown) => Object.assign(new Error("words"), { code, data });

test("A request that was cancelled, by us or by the host, is cancelled", () =>
  assert.deepEqual(
    [-32800, -32802].map((code) => answerOf(rpc(code)).kind),
    ["cancelled", "cancelled"],
  ));

test("A document that moved on is not an error", () => assert.deepEqual(answerOf(rpc(-32801)), { kind: "modified" }));

test("A connection that ended before the answer is a lost request", () =>
  assert.deepEqual(
    [-32097, -32096, -32099, 1, 2].map((code) => answerOf(rpc(code)).kind),
    ["lost", "lost", "lost", "lost", "lost"],
  ));

test("A reason the user can act on keeps its words and what to do next", () => {
  const data = { code: "proposal.stale", message: "It no longer fits.", next: "Ask again.", retryable: true };
  assert.deepEqual(answerOf(rpc(-32803, data)), { kind: "failed", error: data });
});

test("Any other error is failed, in the words there are", () => {
  assert.deepEqual(answerOf(rpc(-32603)), { kind: "failed", error: { code: "-32603", message: "words" } });
  assert.deepEqual(answerOf(new Error("broken")), { kind: "failed", error: { code: "internal", message: "broken" } });
});
