import assert from "node:assert/strict";
import { test } from "node:test";
import type { ExtensionContext } from "vscode";
import { recentPrompts } from "../../src/inlineEdit/promptBox";
import { registerInlineEdit } from "../../src/inlineEdit/registerInlineEdit";
import type { Proposal } from "../../src/protocol";
import { messages, registered, threads, window, workspace } from "../vscode";
import { lines, order, proposal } from "./proposals";
import { ok, ScriptedHost } from "./ScriptedHost";

/** The commands as a window has them in which the host holds these proposals, the cursor in the lines they are about. */
async function start(...held: Proposal[]) {
  const kept = new Map<string, unknown>();
  const globalState = {
    get: (key: string, other: unknown) => kept.get(key) ?? other,
    update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
  };
  const context = { globalState, subscriptions: [] } as unknown as ExtensionContext;
  const host = new ScriptedHost({
    "codex/proposal/list": () => ok({ proposals: held }),
    "codex/edit/refine": () => ({ kind: "cancelled" }),
  });
  window.activeTextEditor = { document: { uri: order }, selection: { active: { line: 6 } }, visibleRanges: [lines(0, 50)] };
  messages.length = 0;
  registerInlineEdit(context, host);
  // What is held is asked for after activation, and answered at once.
  await new Promise(setImmediate);
  const run = async (command: string, argument?: unknown): Promise<string> => {
    await registered.get(command)?.(argument);
    return messages.join();
  };
  return { host, memory: context.globalState, run };
}

test("Words for a file that is gone are not lost", async () => {
  const { memory, run } = await start();
  const thread = { uri: "file:///shop/Gone.cs" };
  assert.match(await run("codexLsp.submit", { thread, text: "add a guard" }), /Gone\.cs cannot be opened/);
  assert.deepEqual(recentPrompts(memory), ["add a guard"]);
});

test("A request leaves before the editor shows the text again", async () => {
  const { host, run } = await start(proposal());
  const { showTextDocument } = window;
  workspace.textDocuments.push({ uri: order, version: 1 });
  window.showTextDocument = () => new Promise(() => undefined);
  try {
    void run("codexLsp.submit", { thread: threads.at(-1), text: "shorter" });
    await new Promise(setImmediate);
    assert.equal(host.asked.at(-1)?.method, "codex/edit/refine");
  } finally {
    window.showTextDocument = showTextDocument;
    workspace.textDocuments.pop();
  }
});

test("Commands that are of a place say what they need when a key runs them without one", async () => {
  const { run } = await start();
  assert.match(await run("codexLsp.fix"), /light bulb/);
  assert.match(await run("codexLsp.submit"), /There is no edit here/);
});

test("What is not ready is not accepted but said", async () => {
  const { host, run } = await start(proposal({ status: "stale" }));
  assert.match(await run("codexLsp.accept"), /nothing to accept here: target changed/);
  assert.ok(!host.asked.some(({ method }) => method === "codex/edit/accept"));
});
