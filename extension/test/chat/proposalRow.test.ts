import assert from "node:assert/strict";
import { test } from "node:test";
import { proposalRow } from "../../src/chat/proposalRow";
import type { Proposal } from "../../src/protocol";
import { proposal } from "../inlineEdit/proposals";

const row = (values: Partial<Proposal> = {}) => proposalRow(proposal(values), (uri) => `<${uri}>`);

test("A row names the files with their lines, and the verdict in words", () => {
  const { files, verdict, isOpen, isBroken } = row();
  assert.deepEqual(files, ["<file:///shop/Order.cs> +3 −2"]);
  assert.match(verdict, /compiles/);
  assert.deepEqual([isOpen, isBroken], [true, false]);
});

test("What is decided says how, and offers nothing", () => {
  for (const [status, verdict] of [
    ["accepted", "accepted"],
    ["rejected", "rejected"],
    ["stale", "the files were changed meanwhile"],
  ] as const) {
    assert.deepEqual([row({ status }).verdict, row({ status }).isOpen], [verdict, false]);
  }

  assert.equal(row({ status: "refused", message: "It is protected." }).verdict, "It is protected.");
});
