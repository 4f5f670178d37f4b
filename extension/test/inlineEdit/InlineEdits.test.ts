import assert from "node:assert/strict";
import { test } from "node:test";
import type { TextEditor } from "vscode";
import type { Answer } from "../../src/host/Host";
import { proposalOf } from "../../src/inlineEdit/editState";
import { InlineEdits } from "../../src/inlineEdit/InlineEdits";
import { words } from "../../src/inlineEdit/words";
import type { Proposal } from "../../src/protocol";
import { ProposedTexts } from "../../src/proposals/ProposedTexts";
import { answers, messages } from "../vscode";
import { file, hunk, lines, order, proposal } from "./proposals";
import { type Method, ok, type Reply, ScriptedHost } from "./ScriptedHost";

async function ready(
  replies: Partial<Record<Method, Reply>> = {},
  change: Partial<Proposal> = {},
): Promise<{ host: ScriptedHost; edits: InlineEdits; id: string }> {
  const host = new ScriptedHost({ "codex/edit/propose": () => ok(proposal(change)), ...replies });
  const edits = new InlineEdits(host);
  const id = edits.begin(order, lines(5, 7));
  await edits.propose(id, "add a guard");
  return { host, edits, id };
}

test("What the host tells of a turn is drawn, what it tells of another is not", async () => {
  const host: ScriptedHost = new ScriptedHost({
    "codex/edit/propose": ({ token }: { token: string }) => {
      host.tell("codex/edit/progress", { token, delta: "int a" });
      host.tell("codex/edit/progress", { token: "another", delta: "lost" });
      assert.equal(edits.find(id)?.preview, "int a");
      return ok(proposal());
    },
  });
  const edits = new InlineEdits(host);
  const id = edits.begin(order, lines(5, 7));
  await edits.propose(id, "add a guard");
  assert.equal(edits.find(id)?.phase, "ready");
});

test("A cancelled turn leaves nothing", async () => {
  const reply: Reply = (_, token) =>
    new Promise((resolve) => token?.onCancellationRequested(() => resolve({ kind: "cancelled" })));
  const host = new ScriptedHost({ "codex/edit/propose": reply });
  const edits = new InlineEdits(host);
  const id = edits.begin(order, lines(5, 7));
  const turn = edits.propose(id, "add a guard");
  edits.cancel(id);
  await turn;
  assert.deepEqual(edits.all, []);
});

test("A host that ended says so, and the same words can be sent again", async () => {
  const replies: Answer<unknown>[] = [{ kind: "lost" }, ok(proposal())];
  const { host, edits, id } = await ready({ "codex/edit/propose": () => replies.shift() ?? ok(proposal()) });
  assert.match(edits.find(id)?.trouble?.message ?? "", /Your text is untouched/);
  await edits.askAgain(id);
  assert.equal(edits.find(id)?.phase, "ready");
  assert.deepEqual(
    host.asked.map((a) => (a.params as { instruction: string }).instruction),
    ["add a guard", "add a guard"],
  );
});

test("Accepting leaves out what is unticked, and nothing when everything is ticked", async () => {
  const two = [hunk("h1", lines(1, 2), "a\n", "b\n"), hunk("h2", lines(5, 6), "c\n", "d\n")];
  const { host, edits, id } = await ready(
    { "codex/edit/accept": () => ok({ applied: true, conflicts: [] }) },
    { files: [file(order, two)] },
  );
  await edits.accept(id);
  edits.dispatch(id, { type: "ticked", hunkId: "h1", ticked: false });
  await edits.accept(id);
  assert.deepEqual(
    host.asked.filter((a) => a.method === "codex/edit/accept").map((a) => a.params),
    [{ proposalId: "p1" }, { proposalId: "p1", hunkIds: ["h2"] }],
  );
});

test("Who accepts twice at once is asked for once", async () => {
  const { host, edits, id } = await ready({
    "codex/edit/accept": async () => {
      await Promise.resolve();
      host.tell("codex/proposal/changed", { proposal: proposal({ status: "accepted" }) });
      return ok({ applied: true, conflicts: [] });
    },
  });
  await Promise.all([edits.accept(id), edits.accept(id), edits.reject(id)]);
  assert.deepEqual(
    host.asked.map((a) => a.method).filter((method) => /accept|reject/.test(method)),
    ["codex/edit/accept"],
  );
});

test("A text that was written in the diff is accepted as a whole", async () => {
  const { host, edits, id } = await ready({ "codex/edit/accept": () => ok({ applied: true, conflicts: [] }) });
  edits.dispatch(id, { type: "rewritten", uri: order, text: "mine" });
  await edits.accept(id);
  assert.deepEqual(host.asked.at(-1)?.params, { proposalId: "p1", texts: [{ uri: order, text: "mine" }] });
});

test("A text that was written in the diff does not take away what was typed in the file since", async () => {
  const { host, edits, id } = await ready({ "codex/edit/accept": () => ok({ applied: true, conflicts: [] }) });
  edits.dispatch(id, { type: "rewritten", uri: order, text: "mine" });
  edits.dispatch(id, { type: "typed", uri: order, shifts: [] });
  await edits.accept(id);
  assert.notEqual(host.asked.at(-1)?.method, "codex/edit/accept");
  assert.match(messages.at(-1) ?? "", /was typed in after you edited its proposal/);

  edits.dispatch(id, { type: "rewritten", uri: order, text: "mine, and what was typed" });
  await edits.accept(id);
  assert.deepEqual(host.asked.at(-1)?.params, { proposalId: "p1", texts: [{ uri: order, text: "mine, and what was typed" }] });
});

test("A text that was written in the diff is not lost by deciding on one hunk", async () => {
  const { host, edits, id } = await ready();
  edits.dispatch(id, { type: "rewritten", uri: order, text: "mine" });
  for (const decide of [() => edits.accept(id, ["h1"]), () => edits.reject(id, ["h1"])]) {
    messages.length = 0;
    await decide();
    assert.match(messages.join(), /You edited this proposal in the diff/);
  }

  assert.deepEqual(
    host.asked.map((a) => a.method),
    ["codex/edit/propose"],
  );
  assert.equal(edits.find(id)?.texts.get(order)?.text, "mine");
});

test("A text that was written in the diff is dropped only by who is asked", async () => {
  const { host, edits, id } = await ready({
    "codex/edit/refine": () => ok(proposal({ id: "p2", revisionOf: "p1" })),
    "codex/edit/reject": () => ok({}),
  });
  edits.dispatch(id, { type: "rewritten", uri: order, text: "mine" });
  messages.length = 0;
  await edits.refine(id, "shorter");
  await edits.turn(id, -1);
  assert.equal(await edits.discard(id), false);
  assert.equal(messages.filter((m) => /would be dropped/.test(m)).length, 3);
  assert.deepEqual(
    host.asked.map((a) => a.method),
    ["codex/edit/propose"],
  );
  assert.equal(edits.find(id)?.texts.get(order)?.text, "mine");

  answers.push(words.dropTexts());
  await edits.refine(id, "shorter");
  assert.equal(host.asked.at(-1)?.method, "codex/edit/refine");
  assert.equal(edits.find(id)?.texts.size, 0);
});

test("A text is saved in the diff only while it counts", async () => {
  const reply: Reply = () => {
    assert.throws(() => diff.writeFile(right as never, new TextEncoder().encode("late")), /stays unsaved in the diff/);
    return { kind: "cancelled" };
  };
  const { host, edits, id } = await ready({ "codex/edit/refine": reply });
  const diff = new ProposedTexts(edits, host);
  const right = { query: JSON.stringify({ edit: id, file: order, side: "right" }) };
  await edits.refine(id, "shorter");
  diff.writeFile(right as never, new TextEncoder().encode("mine"));
  assert.equal(edits.find(id)?.texts.get(order)?.text, "mine");
});

test("A text that was written in the diff is not accepted with a hunk that is unticked", async () => {
  const { host, edits, id } = await ready({ "codex/edit/accept": () => ok({ applied: true, conflicts: [] }) });
  edits.dispatch(id, { type: "ticked", hunkId: "h1", ticked: false });
  edits.dispatch(id, { type: "rewritten", uri: order, text: "mine" });
  await edits.accept(id);
  assert.equal(host.asked.at(-1)?.method, "codex/edit/propose");
  assert.match(messages.at(-1) ?? "", /You edited this proposal in the diff/);

  edits.dispatch(id, { type: "ticked", hunkId: "h1", ticked: true });
  await edits.accept(id);
  assert.deepEqual(host.asked.at(-1)?.params, { proposalId: "p1", texts: [{ uri: order, text: "mine" }] });
});

test("A conflict is said in the thread and where it was tried, and the change stays", async () => {
  const conflict = { uri: order, hunkId: "h1", base: "a", ours: "b", theirs: "c" };
  const { edits, id } = await ready({ "codex/edit/accept": () => ok({ applied: false, conflicts: [conflict] }) });
  await edits.accept(id);
  assert.equal(edits.find(id)?.phase, "ready");
  assert.match(edits.find(id)?.trouble?.message ?? "", /Order\.cs changed on the same lines/);
  assert.equal(messages.at(-1), edits.find(id)?.trouble?.message);
});

test("A hunk that is decided is not asked about again", async () => {
  const { host, edits, id } = await ready();
  await edits.accept(id, ["gone"]);
  await edits.reject(id, ["gone"]);
  assert.deepEqual(
    host.asked.map((a) => a.method),
    ["codex/edit/propose"],
  );
});

test("A stale change makes way when it is asked for again", async () => {
  const { host, edits, id } = await ready({ "codex/edit/reject": () => ok({ proposal: proposal({ status: "rejected" }) }) });
  host.tell("codex/proposal/changed", { proposal: proposal({ status: "stale" }) });
  assert.equal(edits.find(id)?.phase, "stale");
  await edits.askAgain(id);
  assert.deepEqual(
    host.asked.map((a) => a.method),
    ["codex/edit/propose", "codex/edit/reject", "codex/edit/propose"],
  );
});

test("What the host holds is offered once, with its revisions and the user's own words", async () => {
  const held = [proposal(), proposal({ id: "p2", revisionOf: "p1", turnId: "u2" }), proposal({ id: "p3", threadId: "t2" })];
  const words = (id: string, text: string): object => ({ id, items: [{ type: "userMessage", input: [{ type: "text", text }] }] });
  const host = new ScriptedHost({
    "codex/proposal/list": () => ok({ proposals: held }),
    "codex/thread/read": () => ok({ turns: [words("u1", "add a guard\nand say why"), words("u2", "shorter")] }),
  });
  const edits = new InlineEdits(host);
  await edits.load();
  await edits.load();
  assert.deepEqual(
    edits.all.map((e) => [e.revisions.map((r) => r.id), e.requests[0]]),
    [
      [["p1", "p2"], "add a guard\nand say why"],
      [["p3"], "add a guard\nand say why"],
    ],
  );
});

test("After a restart a change that the new host does not hold is closed", async () => {
  const { host, edits } = await ready({ "codex/proposal/list": () => ok({ proposals: [] }) });
  host.restarted.fire();
  await new Promise(setImmediate);
  assert.deepEqual(edits.all, []);
});

test("A change from before the reload that an undo brings back is offered", async () => {
  const host = new ScriptedHost({});
  const edits = new InlineEdits(host);
  host.tell("codex/proposal/changed", { proposal: proposal() });
  await new Promise(setImmediate);
  assert.deepEqual(
    edits.all.map((e) => proposalOf(e)?.id),
    ["p1"],
  );
});

test("An undo without an acceptance says that there is none", async () => {
  const { edits } = await ready();
  await edits.undo();
  assert.match(messages.at(-1) ?? "", /No edit was accepted/);
});

/** An editor of `Order.cs` in which the lines from `top` to `bottom` can be seen. */
const editor = (line: number, top: number, bottom: number): TextEditor =>
  ({ document: { uri: order }, selection: { active: { line } }, visibleRanges: [lines(top, bottom)] }) as unknown as TextEditor;

test("The keys are about the edit at the cursor, or the only one to decide on that can be seen", async () => {
  const { edits, id } = await ready();
  const other = edits.begin(order, lines(40, 42));
  await edits.propose(other, "add a guard");
  const meant = (line: number, top: number, bottom: number) => edits.meant(editor(line, top, bottom))?.id;
  assert.equal(meant(6, 0, 100), id);
  assert.equal(meant(44, 0, 100), other);
  assert.equal(meant(100, 3, 30), undefined, "two can be seen");
  assert.equal(meant(100, 60, 120), undefined, "none can be seen");
  assert.equal(meant(100, 38, 120), other, "one can be seen");
});

test("An edit that is being written, or came to nothing, has the keys only at its lines", async () => {
  const { edits, id } = await ready({ "codex/edit/propose": () => ({ kind: "lost" }) });
  assert.equal(edits.meant(editor(9, 0, 100))?.id, id);
  assert.equal(edits.meant(editor(20, 0, 100)), undefined);
});
