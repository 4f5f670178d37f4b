import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { Memento, Uri, WebviewView } from "vscode";
import type { FromPage, ToPage } from "../../webview/messages";
import { Approvals } from "../../src/chat/Approvals";
import { Chat } from "../../src/chat/Chat";
import { ChatView } from "../../src/chat/ChatView";
import { InlineEdits } from "../../src/inlineEdit/InlineEdits";
import type { Input } from "../../src/protocol";
import { lines, order, proposal } from "../inlineEdit/proposals";
import { ok, ScriptedHost } from "../inlineEdit/ScriptedHost";
import { answers, EventEmitter, executed, messages, opened, Uri as FakeUri, window } from "../vscode";

beforeEach(() => {
  [answers, executed, messages, opened].forEach((all) => all.splice(0));
  window.activeTextEditor = undefined;
});

/** The view with a page that has said that it is ready; what the page is told, and what happens when it asks. */
async function start() {
  const memory = { get: (_: string, other: unknown) => other, update: () => Promise.resolve() } as unknown as Memento;
  const host = new ScriptedHost({
    "codex/thread/start": () => ok({ id: "T", turns: [] }),
    "codex/turn/start": () => ok({ turnId: "t" }),
    "codex/model/list": () => ok({ models: [], current: { provider: "openai", model: "gpt" } }),
    "codex/proposal/read": () => ok(proposal()),
  });
  const approvals = new Approvals();
  const chat = new Chat(host, memory);
  const view = new ChatView(host, chat, new InlineEdits(host), approvals);
  const told: ToPage[] = [];
  const heard = new EventEmitter<FromPage>();
  const disposed = new EventEmitter<void>();
  const webview = {
    options: {},
    html: "",
    asWebviewUri: (uri: Uri) => uri,
    onDidReceiveMessage: heard.event,
    postMessage: (message: ToPage) => told.push(message),
  };
  const place = { webview, show: () => undefined, onDidDispose: disposed.event };
  view.open(place as unknown as WebviewView, new FakeUri("/webview") as unknown as Uri);
  const page = async (message: FromPage): Promise<void> => {
    heard.fire(message);
    await new Promise(setImmediate);
  };
  await page({ type: "ready" });
  /** As VS Code does when the view is hidden for good or moved: whoever touches what was there is thrown at. */
  const close = (): void => {
    const gone = (): never => assert.fail("the view is disposed");
    Object.assign(place, { show: gone });
    Object.defineProperty(place, "webview", { get: gone });
    disposed.fire();
  };
  return { host, chat, view, approvals, webview, told, page, close };
}

const attached: Input = { type: "file", uri: order, range: lines(5, 7) };

test("A page is told nothing before it is ready, then everything that is drawn", async () => {
  const { told, webview } = await start();
  assert.equal(told[0]?.type, "words");
  assert.deepEqual([...new Set(told.map((m) => m.type))].sort(), ["approvals", "draft", "model", "status", "turns", "words"]);
  assert.deepEqual(webview.options, { enableScripts: true, localResourceRoots: [new FakeUri("/webview")] });
});

test("An address is opened only by who says so in a dialog; whatever else a link names is looked for among the files", async () => {
  const { page } = await start();
  await page({ type: "link", target: "https://example.com/?d=1" });
  assert.equal(messages.length, 1);
  assert.deepEqual(opened, []);
  answers.push("Open");
  await page({ type: "link", target: "https://example.com/?d=1" });
  assert.deepEqual(opened, ["https://example.com/?d=1"]);
  await page({ type: "link", target: "command:workbench.action.quit" });
  await page({ type: "link", target: "Shop.Core/Order.cs#L12" });
  assert.deepEqual(executed, [
    ["workbench.action.quickOpen", "command:workbench.action.quit"],
    ["workbench.action.quickOpen", "Shop.Core/Order.cs:12"],
  ]);
  assert.equal(opened.length, 1);
});

test("A block of code becomes the answer of an edit of the lines that were attached", async () => {
  const { page, host } = await start();
  await page({ type: "apply", text: "int a = 2;", inputs: [{ type: "text", text: "why?" }, attached] });
  assert.equal(host.asked.at(-1)?.method, "codex/thread/start");
  assert.equal(executed[0]?.[0], "codexLsp.edit");
  const { instruction, ...place } = executed[0][1] as { instruction: string };
  assert.notEqual(instruction, "");
  assert.deepEqual(place, { textDocument: { uri: order }, range: lines(5, 7), threadId: "T", text: "int a = 2;" });
});

test("What is selected in the file that was attached is meant rather than the lines of before", async () => {
  const { page } = await start();
  const selection = { ...lines(8, 9), isEmpty: false };
  window.activeTextEditor = { document: { uri: order }, selection };
  await page({ type: "apply", text: "int a = 2;", inputs: [attached] });
  window.activeTextEditor = { document: { uri: "file:///other" }, selection };
  await page({ type: "apply", text: "int a = 2;", inputs: [attached] });
  assert.deepEqual(
    executed.map((e) => (e[1] as { range: unknown }).range),
    [selection, lines(5, 7)],
  );
});

test("Without lines and without an editor nothing is applied, and the user is told what to do", async () => {
  const { page } = await start();
  await page({ type: "apply", text: "int a = 2;", inputs: [{ type: "text", text: "why?" }] });
  assert.deepEqual(executed, []);
  assert.equal(messages.length, 1);
});

test("In the mode Edit the words are an edit's, in the others a turn's", async () => {
  const { page, host } = await start();
  const draft = { text: "add a guard", chips: [{ label: "Order.cs", input: attached }] };
  await page({ type: "mode", mode: "edit" });
  await page({ type: "send", draft });
  assert.deepEqual(executed, [
    [
      "codexLsp.edit",
      {
        ...{ textDocument: { uri: order }, range: lines(5, 7) },
        instruction: "add a guard",
        threadId: "T",
        attachments: [attached],
      },
    ],
  ]);
  assert.ok(!host.asked.some((a) => a.method === "codex/turn/start"));
  await page({ type: "mode", mode: "task" });
  await page({ type: "send", draft });
  assert.equal(host.asked.at(-1)?.method, "codex/turn/start");
});

test("A proposal of the thread is a row, is decided on as everywhere, and follows what becomes of it", async () => {
  const { page, host, told } = await start();
  const rows = () => told.flatMap((m) => (m.type === "proposal" ? [m.row] : []));
  await page({ type: "readProposal", id: "p1" });
  await new Promise(setImmediate);
  assert.equal(rows().at(-1)?.isOpen, true);
  await page({ type: "proposal", id: "p1", action: "accept" });
  assert.equal(executed.at(-1)?.[0], "codexLsp.accept");
  host.tell("codex/proposal/changed", { proposal: proposal({ status: "accepted" }) });
  assert.deepEqual([rows().at(-1)?.isOpen, rows().at(-1)?.verdict], [false, "accepted"]);
  await page({ type: "proposal", id: "another", action: "accept" });
  assert.equal(messages.length, 1);
});

test("Only a question that waits can be answered", async () => {
  const { page, approvals, told } = await start();
  const never = new EventEmitter<void>();
  const answer = approvals.ask(
    { ...{ approvalId: "1", threadId: "T", turnId: "t", kind: "command", title: "x", reason: "y", risk: "low", hash: "h" } },
    { isCancellationRequested: false, onCancellationRequested: never.event as never },
  );
  assert.deepEqual(told.at(-1), { type: "approvals", approvals: approvals.all });
  await page({ type: "decide", approvalId: "2", answer: { decision: "approve" } });
  assert.equal(approvals.all.length, 1);
  await page({ type: "decide", approvalId: "1", answer: { decision: "deny", note: "no" } });
  assert.deepEqual(await answer, { decision: "deny", note: "no" });
});

test("A view that was closed is told nothing, and what waits is not shown in it", async () => {
  const { view, chat, close } = await start();
  assert.equal(view.reveal(), true);
  close();
  assert.equal(view.reveal(), false);
  chat.setMode("task");
  view.focus();
});

test("Retry of an edit is an edit of the same lines with what was attached; of a question a turn", async () => {
  const { page, host } = await start();
  const file: Input = { type: "file", uri: "file:///other.cs" };
  const input: Input[] = [{ type: "text", text: "add a guard" }, attached, file];
  await page({ type: "retry", mode: "edit", input });
  const place = {
    textDocument: { uri: order },
    range: lines(5, 7),
    instruction: "add a guard",
    threadId: "T",
    attachments: [file],
  };
  assert.deepEqual(executed, [["codexLsp.edit", place]]);
  assert.ok(!host.asked.some((a) => a.method === "codex/turn/start"));
  await page({ type: "retry", mode: "chat", input });
  assert.equal(host.asked.at(-1)?.method, "codex/turn/start");
});

test("Who presses Enter twice in the mode Edit asks for one edit", async () => {
  const { page } = await start();
  await page({ type: "mode", mode: "edit" });
  const draft = { text: "add a guard", chips: [{ label: "Order.cs", input: attached }] };
  await Promise.all([page({ type: "send", draft }), page({ type: "send", draft })]);
  assert.equal(executed.length, 1);
});

test("A chip of a file that is gone says so", async () => {
  const { page } = await start();
  const { showTextDocument } = window;
  window.showTextDocument = () => Promise.reject(new Error("no such file"));
  try {
    await page({ type: "open", input: attached });
  } finally {
    window.showTextDocument = showTextDocument;
  }

  assert.match(messages.join(), /Order\.cs cannot be opened/);
});

test("What is in no file is not attached, and says so; a file is, once", async () => {
  const { view, chat } = await start();
  const editor = (uri: unknown) => ({ document: { uri }, selection: { isEmpty: true } }) as never;
  for (const scheme of ["untitled", "output", "vscode-notebook-cell"]) {
    view.attach(editor({ scheme }));
  }

  assert.deepEqual([chat.draft.chips, messages.length], [[], 3]);
  const file = { scheme: "file", toString: () => order };
  view.attach(editor(file));
  view.attach(editor(file));
  view.attach(undefined);
  assert.deepEqual([chat.draft.chips.map((c) => c.label), messages.length], [[order], 3]);
});

test("What cannot be inserted says so", async () => {
  const { page } = await start();
  window.activeTextEditor = { document: { uri: order }, selections: [], edit: () => Promise.resolve(false) };
  await page({ type: "insert", text: "int a;" });
  assert.match(messages.join(), /Nothing was inserted: .*Order\.cs/);
});
