import assert from "node:assert/strict";
import { test } from "node:test";
import { type EditEvent, type EditState, offered, prompting, proposalOf, reduce } from "../../src/inlineEdit/editState";
import type { Proposal } from "../../src/protocol";
import { broken, error, file, hunk, lines, order, proposal, receipt } from "./proposals";

const isCurrent = (): boolean => true;
const asked = prompting("e1", order, lines(5, 7));
const after = (state: EditState, ...events: EditEvent[]): EditState => events.reduce(reduce, state);
const sent: EditEvent = { type: "sent", request: "add a guard" };
const delta = (text: string, round = 1): EditEvent => ({ type: "progressed", progress: { token: "t", round, delta: text } });
const checking: EditEvent = {
  type: "progressed",
  progress: { token: "t", stage: "verify", proposal: proposal({ status: "running" }) },
};
const answered: EditEvent = { type: "answered", proposal: proposal() };

test("An edit goes from the prompt through writing and checking to ready", () => {
  const steps = [sent, delta("int a"), checking, answered];
  const phases = steps.map((_, i) => after(asked, ...steps.slice(0, i + 1)).phase);
  assert.deepEqual([asked.phase, ...phases], ["prompting", "streaming", "streaming", "verifying", "ready"]);
});

test("What is written grows, and a repair begins anew", () => {
  assert.equal(after(asked, sent, delta("int a"), delta(" = 1;\n")).preview, "int a = 1;\n");
  const repairing = after(asked, sent, delta("wrong"), checking, {
    type: "progressed",
    progress: { token: "t", stage: "repair", round: 2 },
  });
  assert.deepEqual([repairing.phase, repairing.preview, repairing.round], ["streaming", "", 2]);
});

test("A change that grows while it is written is not yet being checked", () => {
  const growing = after(asked, sent, { type: "progressed", progress: { token: "t", proposal: proposal({ status: "running" }) } });
  assert.deepEqual([growing.phase, growing.draft?.id, proposalOf(growing)], ["streaming", "p1", undefined]);
});

test("The change is shown before its verdict only once the check takes long", () => {
  const verifying = after(asked, sent, checking);
  assert.equal(proposalOf(verifying), undefined);
  assert.equal(proposalOf(reduce(verifying, { type: "waited" }))?.id, "p1");
});

test("An answer without a change is a failure in the host's words", () => {
  const failed = after(asked, sent, {
    type: "answered",
    proposal: proposal({ status: "refused", message: "No such rule.", files: [] }),
  });
  assert.deepEqual([failed.phase, failed.trouble?.message], ["failed", "No such rule."]);
});

test("Cancelling the first turn closes the edit, cancelling a refinement brings the proposal back", () => {
  assert.equal(after(asked, sent, delta("int"), { type: "cancelled" }).phase, "closed");
  const back = after(asked, sent, answered, { type: "sent", request: "shorter" }, { type: "cancelled" });
  assert.deepEqual([back.phase, proposalOf(back)?.id, back.requests], ["ready", "p1", ["add a guard"]]);
});

test("Progress that comes after the end changes nothing", () => {
  const ready = after(asked, sent, answered);
  assert.equal(reduce(ready, delta("late")), ready);
});

test("A refinement is a revision; one can turn back to the one before", () => {
  const refined = after(
    asked,
    sent,
    answered,
    { type: "sent", request: "shorter" },
    { type: "answered", proposal: proposal({ id: "p2" }) },
  );
  assert.equal(proposalOf(refined)?.id, "p2");
  const back = reduce(refined, { type: "turned", by: -1 });
  assert.equal(proposalOf(back)?.id, "p1");
  assert.equal(reduce(back, { type: "turned", by: -1 }), back);
});

test("One cannot turn to a revision that is decided", () => {
  const refined = after(
    asked,
    sent,
    answered,
    { type: "sent", request: "shorter" },
    { type: "answered", proposal: proposal({ id: "p2" }) },
  );
  const decided = reduce(refined, { type: "changed", proposal: proposal({ status: "rejected" }), isCurrent });
  assert.equal(reduce(decided, { type: "turned", by: -1 }), decided);
});

test("A refinement that fails keeps the proposal and says why", () => {
  const failed = after(
    asked,
    sent,
    answered,
    { type: "sent", request: "shorter" },
    { type: "failed", trouble: { message: "No answer." } },
  );
  assert.deepEqual([failed.phase, failed.trouble?.message], ["ready", "No answer."]);
});

test("Accepting closes, and an undo opens the same edit again", () => {
  const ready = after(asked, sent, answered);
  const accepted = reduce(ready, { type: "changed", proposal: proposal({ status: "accepted" }), isCurrent });
  assert.equal(accepted.phase, "closed");
  assert.equal(reduce(accepted, { type: "changed", proposal: proposal(), isCurrent }).phase, "ready");
});

test("A proposal whose hunks are all decided is closed, one with a hunk left is not", () => {
  const two = [hunk("h1", lines(1, 2), "a\n", "b\n"), hunk("h2", lines(5, 6), "c\n", "d\n")] as const;
  const ready = after(asked, sent, { type: "answered", proposal: proposal({ files: [file(order, [...two])] }) });
  const first = { ...two[0], status: "accepted" as const };
  const partly = reduce(ready, {
    type: "changed",
    proposal: proposal({ status: "partly", files: [file(order, [first, two[1]])] }),
    isCurrent,
  });
  assert.equal(partly.phase, "ready");
  const rest = { ...two[1], status: "rejected" as const };
  assert.equal(
    reduce(partly, { type: "changed", proposal: proposal({ status: "partly", files: [file(order, [first, rest])] }), isCurrent })
      .phase,
    "closed",
  );
});

test("A proposal that no longer fits is stale, and ready again when it fits again", () => {
  const stale = after(asked, sent, answered, { type: "changed", proposal: proposal({ status: "stale" }), isCurrent });
  assert.equal(stale.phase, "stale");
  assert.equal(reduce(stale, { type: "changed", proposal: proposal(), isCurrent }).phase, "ready");
});

test("Ranges follow what is typed above, in the asked file only", () => {
  const ready = after(asked, sent, {
    type: "answered",
    proposal: proposal({
      files: [file(order, [hunk("h1", lines(5, 7), "a\n", "b\n")]), file(receipt, [hunk("h2", lines(3, 4), "c\n", "d\n")])],
    }),
  });
  const at = { line: 0, character: 0 };
  const moved = reduce(ready, {
    type: "typed",
    uri: order,
    shifts: [{ range: { start: at, end: at }, end: { line: 2, character: 0 } }],
  });
  assert.deepEqual(moved.range, lines(7, 9));
  assert.deepEqual(
    proposalOf(moved)?.files.map((f) => f.hunks[0]?.range),
    [lines(7, 9), lines(3, 4)],
  );
});

test("While the host is behind the user's typing a hunk stays where typing moved it", () => {
  const at = { line: 0, character: 0 };
  const moved = after(asked, sent, answered, {
    type: "typed",
    uri: order,
    shifts: [{ range: { start: at, end: at }, end: { line: 1, character: 0 } }],
  });
  const behind = proposal({
    verification: broken(error(order, 3, "no")),
    files: [file(order, [hunk("h1", lines(5, 7), "a\n", "b\n")], 2)],
  });
  const late = reduce(moved, { type: "changed", proposal: behind, isCurrent: (_, version) => version === 3 });
  assert.deepEqual(proposalOf(late)?.files[0]?.hunks[0]?.range, lines(6, 8));
  assert.equal(proposalOf(late)?.verification.status, "broken");
  const caughtUp = reduce(late, {
    type: "changed",
    proposal: proposal({ files: [file(order, [hunk("h1", lines(9, 11), "a\n", "b\n")], 3)] }),
    isCurrent: (_, version) => version === 3,
  });
  assert.deepEqual(proposalOf(caughtUp)?.files[0]?.hunks[0]?.range, lines(9, 11));
});

test("An unticked hunk stays unticked through a rebase and is forgotten with its hunk", () => {
  const left = after(asked, sent, answered, { type: "ticked", hunkId: "h1", ticked: false });
  assert.deepEqual([...reduce(left, { type: "changed", proposal: proposal(), isCurrent }).leftOut], ["h1"]);
  const other = proposal({ files: [file(order, [hunk("h9", lines(1, 2), "a\n", "b\n")])] });
  assert.deepEqual([...reduce(left, { type: "changed", proposal: other, isCurrent }).leftOut], []);
});

test("A text the user wrote in the diff stays until the change is decided on, and is looked at again when the change is another", () => {
  const written = after(asked, sent, answered, { type: "rewritten", uri: order, text: "mine" });
  const moved = proposal({
    files: [file(order, [{ ...hunk("h1", lines(8, 10), "int a = 1;\nint b = 2;\n", "int a = 2;\nint b = 3;\nint c = 4;\n") }])],
  });
  const mine = (change: Proposal) => reduce(written, { type: "changed", proposal: change, isCurrent }).texts.get(order);
  assert.deepEqual(mine(moved), { text: "mine", isOutdated: false });
  const other = proposal({ files: [file(order, [hunk("h1", lines(5, 7), "a\n", "other\n")])] });
  assert.deepEqual(mine(other), { text: "mine", isOutdated: true });
  assert.deepEqual(mine(proposal({ status: "stale" })), { text: "mine", isOutdated: false });
  assert.equal(mine(proposal({ status: "accepted" })), undefined);
});

test("What the host held from before a reload is offered with its revisions", () => {
  const state = offered("e2", [proposal(), proposal({ id: "p2", revisionOf: "p1" })], ["add a guard", "shorter"]);
  assert.ok(state);
  assert.deepEqual([state.phase, state.uri, proposalOf(state)?.id], ["ready", order, "p2"]);
  assert.deepEqual(state.range, lines(5, 7));
  assert.equal(offered("e3", [], []), undefined);
});
