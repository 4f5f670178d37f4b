import assert from "node:assert/strict";
import { test } from "node:test";
import type { Item, Turn } from "../../src/protocol";
import { reduce, type ThreadEvent } from "../../webview/threadState";
import { asked, said, turn } from "./turns";

const after = (...events: ThreadEvent[]): readonly Turn[] => events.reduce(reduce, []);
const started: ThreadEvent = { type: "turn", turn: turn("t") };

test("An answer grows by its deltas and is then what the host says it is", () => {
  const item = (text: string, status?: "completed"): ThreadEvent => ({
    type: "item",
    turnId: "t",
    item: said("a", text, status),
  });
  const delta = (text: string): ThreadEvent => ({ type: "delta", turnId: "t", itemId: "a", text });
  assert.deepEqual(after(started, item(""), delta("Hel"), delta("lo"))[0]?.items, [said("a", "Hello")]);
  assert.deepEqual(after(started, item(""), delta("Helo"), item("Hello", "completed"))[0]?.items, [
    said("a", "Hello", "completed"),
  ]);
});

test("A command's output grows, too; a delta for what does not grow or is not known changes nothing", () => {
  const command: Item = {
    type: "command",
    id: "c",
    status: "running",
    command: ["ls"],
    cwd: "/",
    output: "a",
    sandboxed: true,
  } as const;
  const turns = after(
    started,
    { type: "item", turnId: "t", item: command },
    { type: "item", turnId: "t", item: asked("u", "words") },
  );
  const grown = reduce(turns, { type: "delta", turnId: "t", itemId: "c", text: "b" });
  assert.deepEqual(grown[0]?.items[0], { ...command, output: "ab" });
  for (const itemId of ["u", "nobody"]) {
    assert.equal(reduce(turns, { type: "delta", turnId: "t", itemId, text: "x" }), turns);
  }

  assert.equal(reduce(turns, { type: "delta", turnId: "other", itemId: "c", text: "x" }), turns);
});

test("A turn that is told without its items keeps those that were told one by one", () => {
  const turns = after(
    started,
    { type: "item", turnId: "t", item: asked("u", "words") },
    { type: "turn", turn: turn("t", { status: "completed" }) },
  );
  assert.deepEqual(turns, [turn("t", { status: "completed", items: [asked("u", "words")] })]);
});

test("The newest plan takes the place of the one before", () => {
  const plan = (status: "pending" | "done"): ThreadEvent => ({ type: "plan", turnId: "t", steps: [{ text: "look", status }] });
  const items = after(started, plan("pending"), plan("done"))[0]?.items;
  const newest: Item = { type: "plan", id: "plan t", status: "running", steps: [{ text: "look", status: "done" }] };
  assert.deepEqual(items, [newest]);
  const kept: ThreadEvent = { type: "item", turnId: "t", item: { ...newest, id: "p", status: "completed" } };
  assert.deepEqual(after(started, plan("pending"), kept)[0]?.items, [{ ...newest, status: "completed" }]);
});
