import assert from "node:assert/strict";
import { test } from "node:test";
import { Approvals } from "../../src/chat/Approvals";
import type { ApprovalParams } from "../../src/protocol";
import { CancellationTokenSource } from "../vscode";

const request = (approvalId: string): ApprovalParams => ({
  ...{ approvalId, threadId: "T", turnId: "t", kind: "command", title: "Run a command", reason: "to test it" },
  ...{ command: ["dotnet", "test"], risk: "medium", hash: "h" },
});

function start() {
  const source = new CancellationTokenSource();
  const approvals = new Approvals();
  return { approvals, source, ask: (id: string) => approvals.ask(request(id), source.token) };
}

test("A question waits for its own answer", async () => {
  const { approvals, ask } = start();
  const [first, second] = [ask("1"), ask("2")];
  assert.deepEqual(
    approvals.all.map((a) => a.approvalId),
    ["1", "2"],
  );
  approvals.decide("nobody's", { decision: "approve" });
  approvals.decide("2", { decision: "deny", note: "not here" });
  assert.deepEqual(await second, { decision: "deny", note: "not here" });
  approvals.decide("1", { decision: "approveForTurn" });
  approvals.decide("1", { decision: "deny" });
  assert.deepEqual(await first, { decision: "approveForTurn" });
  assert.deepEqual(approvals.all, []);
});

test("A question that the host withdraws, or whose host ends, is answered with no", async () => {
  const { approvals, source, ask } = start();
  const first = ask("1");
  source.cancel();
  assert.deepEqual(await first, { decision: "deny" });
  const second = ask("2");
  approvals.withdraw();
  assert.deepEqual(await second, { decision: "deny" });
  assert.deepEqual(approvals.all, []);
});
