import assert from "node:assert/strict";
import { test } from "node:test";
import type { Memento } from "vscode";
import type { ToPage } from "../../webview/messages";
import { Chat } from "../../src/chat/Chat";
import { explain } from "../../src/chat/explain";
import type { OpenChat } from "../../src/chat/openChat";
import type { Answer } from "../../src/host/Host";
import type { Input, Turn } from "../../src/protocol";
import { type Method, ok, type Reply, ScriptedHost } from "../inlineEdit/ScriptedHost";
import { asked, turn } from "./turns";

const draft = (text: string) => ({ text, chips: [{ label: "a.cs", input: { type: "file", uri: "file:///a.cs" } }] }) as const;
const thread = (...turns: Turn[]) => ({
  id: "T",
  title: "words",
  cwd: "/",
  createdAt: "",
  updatedAt: "",
  archived: false,
  turns,
});
const failed = (code: string): Answer<unknown> => ({
  kind: "failed",
  error: { code, message: "It did not work.", next: "Try again." },
});

function start(replies: Partial<Record<Method, Reply>> = {}, kept: Record<string, unknown> = {}) {
  const memory = {
    get: (key: string, other: unknown) => kept[key] ?? other,
    update: (key: string, value: unknown) => Promise.resolve(void (kept[key] = value)),
  } as unknown as Memento;
  const host = new ScriptedHost({
    "codex/thread/start": () => ok(thread()),
    "codex/thread/resume": () => ok(thread(turn("t", { status: "completed", items: [asked("u", "before")] }))),
    "codex/turn/start": () => ok({ turnId: "t" }),
    "codex/turn/steer": () => ok({}),
    "codex/turn/interrupt": () => ok({}),
    ...replies,
  });
  const chat = new Chat(host, memory);
  const told: ToPage[] = [];
  chat.onDidTell((message) => told.push(message));
  const trouble = () => told.findLast((m) => m.type === "status")?.status.trouble;
  const turns = () => told.findLast((m) => m.type === "turns")?.turns;
  return { host, chat, memory, told, trouble, turns, methods: () => host.asked.map((a) => a.method) };
}

test("The first words make a thread and start a turn with what is attached; then nothing is left to send", async () => {
  const { chat, host } = start();
  await chat.send(draft("why?"));
  assert.deepEqual(host.asked, [
    { method: "codex/thread/start", params: { title: "why?" } },
    {
      method: "codex/turn/start",
      params: {
        threadId: "T",
        mode: "chat",
        input: [
          { type: "text", text: "why?" },
          { type: "file", uri: "file:///a.cs" },
        ],
      },
    },
  ]);
  assert.deepEqual(chat.draft, { text: "", chips: [] });
});

test("What is sent while a turn runs goes to that turn, and Stop ends it", async () => {
  const { chat, host, methods } = start();
  await chat.send(draft("why?"));
  host.tell("codex/turn/started", { threadId: "T", turn: turn("t") });
  assert.equal(chat.running, "t");
  await chat.send(draft("only this file"));
  await chat.stop();
  assert.deepEqual(methods().slice(2), ["codex/turn/steer", "codex/turn/interrupt"]);
  host.tell("codex/turn/completed", { threadId: "T", turn: turn("t", { status: "interrupted" }) });
  assert.equal(chat.running, undefined);
});

test("What could not be sent stays, with the reason", async () => {
  const { chat, told, trouble } = start({ "codex/turn/start": () => failed("model.rate") });
  await chat.send(draft("why?"));
  assert.deepEqual(chat.draft, draft("why?"));
  assert.equal(trouble(), "It did not work. Try again.");
  assert.deepEqual(
    told.flatMap((m) => (m.type === "status" ? [m.status.isSending] : [])),
    [true, false, false],
  );
});

test("Who presses Enter twice sends once", async () => {
  const { chat, methods } = start();
  await Promise.all([chat.send(draft("why?")), chat.send(draft("why?"))]);
  assert.deepEqual(methods(), ["codex/thread/start", "codex/turn/start"]);
});

test("A turn can be started with words that are not the draft, which stays", async () => {
  const { chat, host } = start();
  chat.setDraft(draft("not yet"));
  await chat.start([{ type: "text", text: "fix it" }], "task");
  assert.deepEqual(
    host.asked.map((a) => a.params),
    [{ title: "fix it" }, { threadId: "T", mode: "task", input: [{ type: "text", text: "fix it" }] }],
  );
  assert.deepEqual(chat.draft, draft("not yet"));
});

test("After a reload of the window the thread is read again, and the words that were not sent are there", async () => {
  const first = start();
  await first.chat.send(draft("why?"));
  first.chat.setDraft(draft("and then"));
  const kept: Record<string, unknown> = { "codexLsp.chat": first.memory.get("codexLsp.chat", {}) };
  const { chat, methods, told, turns } = start({}, kept);
  await chat.resume();
  assert.deepEqual(methods(), ["codex/thread/resume"]);
  assert.deepEqual(
    turns()?.map((t) => t.items),
    [[asked("u", "before")]],
  );
  assert.deepEqual(told[0], { type: "draft", draft: draft("and then") });
});

test("A thread that is gone makes way for a new one; one that cannot be read now is kept", async () => {
  for (const [code, left] of [
    ["thread.unknown", undefined],
    ["host.start", "T"],
  ] as const) {
    const { chat, trouble } = start(
      { "codex/thread/resume": () => failed(code) },
      { "codexLsp.chat": { threadId: "T", mode: "chat", draft: draft("") } },
    );
    await chat.resume();
    assert.equal(chat.threadId, left);
    assert.match(trouble() ?? "", /did not work/);
  }
});

test("A restart of the host shows what it has kept, and other threads are not heard", async () => {
  const { chat, host, methods, told, turns } = start();
  await chat.send(draft("why?"));
  host.tell("codex/turn/started", { threadId: "another", turn: turn("x") });
  assert.deepEqual(
    told.filter((m) => m.type === "event"),
    [],
  );
  host.restarted.fire();
  await new Promise(setImmediate);
  assert.equal(methods().at(-1), "codex/thread/resume");
  assert.equal(turns()?.length, 1);
});

test("Words for a turn that has just ended start another; Stop then shows the thread as it is", async () => {
  const { chat, host, methods, trouble } = start({
    "codex/turn/steer": () => failed("turn.notRunning"),
    "codex/turn/interrupt": () => failed("turn.notRunning"),
  });
  await chat.send(draft("why?"));
  host.tell("codex/turn/started", { threadId: "T", turn: turn("t") });
  await chat.send(draft("and then?"));
  assert.deepEqual(methods().slice(2), ["codex/turn/steer", "codex/turn/start"]);
  assert.deepEqual(chat.draft.text, "");
  await chat.stop();
  assert.deepEqual(methods().slice(4), ["codex/turn/interrupt", "codex/thread/resume"]);
  assert.deepEqual([chat.running, trouble()], [undefined, ""]);
});

test("While another thread is being read nothing is sent to the turn of the one before", async () => {
  const { chat, host, methods } = start({ "codex/thread/resume": () => new Promise(() => undefined) });
  await chat.send(draft("why?"));
  host.tell("codex/turn/started", { threadId: "T", turn: turn("t") });
  void chat.show("another");
  await chat.send(draft("and this?"));
  assert.equal(methods().at(-1), "codex/turn/start");
  assert.deepEqual((host.asked.at(-1)?.params as { threadId: string }).threadId, "another");
});

test("A problem is explained in a thread of its own, with the compiler's words and the lines around it", async () => {
  const { chat, host } = start();
  await chat.send(draft("why?"));
  chat.setMode("task");
  const range = { start: { line: 3, character: 0 }, end: { line: 9, character: 0 } };
  const diagnostics = [{ range, code: "CS0029", message: "A text is no number." }];
  const place = { textDocument: { uri: "file:///a.cs" }, range, instruction: "Explain CS0029.", diagnostics };
  await explain(() => Promise.resolve({ chat } as OpenChat), place);
  assert.deepEqual(host.asked.slice(2), [
    { method: "codex/thread/start", params: { title: "Explain CS0029." } },
    {
      method: "codex/turn/start",
      params: {
        threadId: "T",
        mode: "chat",
        input: [
          { type: "text", text: "Explain CS0029." },
          { type: "file", uri: "file:///a.cs", range },
          { type: "diagnostic", uri: "file:///a.cs", range, code: "CS0029", message: "A text is no number." },
        ],
      },
    },
  ]);
});

test("A task that is handed over while words are being sent is not lost", async () => {
  let answer: (answer: Answer<unknown>) => void = () => undefined;
  const first = new Promise<Answer<unknown>>((resolve) => (answer = resolve));
  const replies = [first, Promise.resolve(ok({ turnId: "u" }))];
  const { chat, host } = start({ "codex/turn/start": () => replies.shift() ?? assert.fail("two turns") });
  void chat.send(draft("why?"));
  const begun = chat.begin([{ type: "text", text: "fix it" }], "task");
  answer(ok({ turnId: "t" }));
  await begun;
  const turns = host.asked.filter((a) => a.method === "codex/turn/start").map((a) => (a.params as { input: Input[] }).input[0]);
  assert.deepEqual(turns, [
    { type: "text", text: "why?" },
    { type: "text", text: "fix it" },
  ]);
});
