import { picture, posted } from "./browser";
import "../../webview/chat";
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { ApprovalParams, Item, Turn } from "../../src/protocol";
import type { FromPage, Status, ToPage } from "../../webview/messages";
import { asked, said, turn } from "../chat/turns";

const hear = (message: ToPage) => window.dispatchEvent(new window.MessageEvent("message", { data: message }));
const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
const one = (selector: string) => {
  const [found, ...more] = all(selector);
  assert.ok(found !== undefined && more.length === 0, `one ${selector}, not ${all(selector).length}`);
  return found;
};
const input = () => one("textarea") as HTMLTextAreaElement;
const button = (words: string) => {
  const found = all("button").find((b) => b.textContent === words && !b.hidden);
  assert.ok(found, `a button ${words}`);
  return found;
};
const show = (...turns: Turn[]) => hear({ type: "turns", turns });
const items = (...given: Item[]) => show(turn("t", { status: "completed", items: given }));
const press = (on: Element, key: string, more: KeyboardEventInit = {}) =>
  on.dispatchEvent(new window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
const status = (change: Partial<Status> = {}) =>
  hear({ type: "status", status: { isSending: false, mode: "chat", usage: "", trouble: "", ...change } });
const was = (type: FromPage["type"]) => posted.filter((m) => m.type === type);

const question = (approvalId: string): ApprovalParams => ({
  ...{ approvalId, threadId: "T", turnId: "t", kind: "command", title: "npm test", reason: "to test it", cwd: "/shop" },
  ...{ command: ["npm", "test\u202e"], risk: "medium", hash: "h" },
});

beforeEach(() => {
  show();
  hear({ type: "approvals", approvals: [] });
  hear({ type: "draft", draft: { text: "", chips: [] } });
  status();
  posted.splice(0);
});

test("An answer cannot load, run or lead anywhere by itself", () => {
  const hostile = [
    "<img src=x onerror=alert(1)><script>alert(1)</script><iframe src=https://example.com></iframe>",
    "![secret](https://example.com/x.png?d=1) [x](command:quit) [y](javascript:alert(1)) <https://example.com/auto>",
    "[good][1] ![ref][1] &lt;svg onload=alert(1)&gt;",
    "[1]: https://example.com/ref 'title\" onmouseover=\"x'",
    "<a href='command:quit' style='position:fixed'>x</a>",
    "| a |\n|---|\n| <b onclick=x> |",
    `${">".repeat(1000)} deep`,
    Array.from({ length: 1000 }, (_, depth) => `${"  ".repeat(depth)}- x`).join("\n"),
  ];
  items(said("a", hostile.join("\n\n"), "completed"));
  assert.deepEqual(all("img, script, iframe, svg, object, embed, form form, link, meta, style"), []);
  assert.deepEqual([...new Set(all("main a").map((a) => a.getAttribute("href")))], ["#"]);
  const attributes = all("main *").flatMap((e) => e.getAttributeNames());
  assert.deepEqual(
    [...new Set(attributes)].filter((name) => !["aria-label", "class", "href", "tabindex", "title", "type"].includes(name)),
    [],
  );
  all("main a")[0]?.click();
  assert.deepEqual(was("link"), [{ type: "link", target: "https://example.com/auto" }]);
});

test("A link shows where it leads unless that is what it says", () => {
  items(said("a", "[docs](https://example.com/a) and <https://example.com/b>", "completed"));
  assert.deepEqual(
    all(".target").map((t) => t.textContent),
    ["(https://example.com/a)"],
  );
});

test("An answer that is being written draws its unfinished block as a block, line ends of Windows or not", async () => {
  show(turn("t"));
  hear({ type: "event", event: { type: "item", turnId: "t", item: said("a", "") } });
  for (const text of ["Look:\r\n\r\n```cs\r\nvar", " a = 1;\r\n"]) {
    hear({ type: "event", event: { type: "delta", turnId: "t", itemId: "a", text } });
    await picture();
  }

  assert.equal(one("main pre").textContent, "var a = 1;\n");
  const before = one("main p");
  hear({
    type: "event",
    event: { type: "item", turnId: "t", item: said("a", "Look:\n\n```cs\nvar a = 1;\n```\nDone.", "completed") },
  });
  assert.equal(one("main p:first-child"), before, "what did not change stays the element it is");
  button("apply").click();
  assert.deepEqual(was("apply"), [{ type: "apply", text: "var a = 1;\n", inputs: [] }]);
});

test("What a row says of others' names cannot hide or turn anything", () => {
  const unseen = "gpj\u202e\u200bexe";
  items(
    { type: "plan", id: "p", status: "running", steps: [{ text: unseen, status: "pending" }] },
    {
      type: "tests",
      id: "x",
      status: "completed",
      command: [],
      passed: 0,
      failed: 1,
      skipped: 0,
      failures: [{ name: unseen, message: unseen }],
    },
    { type: "error", id: "e", status: "failed", error: { code: "x", message: unseen, retryable: false } },
    said("a", `\`${unseen}\``, "completed"),
    { type: "fileChange", id: "f", status: "completed", proposalId: "P" },
  );
  assert.deepEqual(was("readProposal"), [{ type: "readProposal", id: "P" }]);
  hear({ type: "proposal", row: { id: "P", title: unseen, files: [unseen], verdict: unseen, isBroken: false, isOpen: true } });
  assert.doesNotMatch(document.body.textContent, /[\u202e\u200b]/);
  assert.equal(all("mark").length, 16);
});

test("A file whose name is spelled badly does not take the other items with it", () => {
  items(
    { type: "userMessage", id: "2", status: "completed", input: [{ type: "file", uri: "file:///100%/a%.cs" }] },
    said("3", "The answer.", "completed"),
  );
  assert.match(document.body.textContent, /The answer\./);
  assert.equal(one(".chip").textContent, "a%.cs");
});

test("Lines of a chip read as in an editor", () => {
  const at = (first: number, last: number, character: number) => ({
    type: "file" as const,
    uri: "file:///a.cs",
    range: { start: { line: first, character: 0 }, end: { line: last, character } },
  });
  items({ type: "userMessage", id: "u", status: "completed", input: [at(4, 4, 0), at(4, 6, 0), at(4, 6, 2)] });
  assert.deepEqual(
    all(".chip").map((c) => c.textContent),
    ["a.cs:5", "a.cs:5-6", "a.cs:5-7"],
  );
});

test("A question shows each word of the command and is answered once, with the note; the others keep theirs", () => {
  hear({ type: "approvals", approvals: [question("1"), question("2")] });
  assert.deepEqual(
    all(".card:first-child .argv code").map((c) => c.textContent),
    ["npm", "test\\u{202e}"],
  );
  const notes = all(".card input") as HTMLInputElement[];
  notes.forEach((note, index) => (note.value = `note ${index + 1}`));
  assert.deepEqual(
    all(".card:first-child .actions button").map((b) => b.textContent),
    ["approve", "approveForTurn", "approveForThread", "approveAlways", "deny"],
  );
  button("deny").click();
  assert.deepEqual(posted, [{ type: "decide", approvalId: "1", answer: { decision: "deny", note: "note 1" } }]);
  hear({ type: "approvals", approvals: [question("2")] });
  assert.equal((one(".card input") as HTMLInputElement).value, "note 2");
});

test("Escape stops what runs, but not in a note, a list or words that are being composed", () => {
  show(turn("t"));
  hear({ type: "approvals", approvals: [question("1")] });
  press(one(".card input"), "Escape");
  press(one("select"), "Escape");
  press(input(), "Escape", { isComposing: true });
  assert.deepEqual(was("stop"), []);
  press(input(), "Escape");
  press(one("main"), "Escape");
  assert.equal(was("stop").length, 2);
  show(turn("t", { status: "completed" }));
  press(input(), "Escape");
  assert.equal(was("stop").length, 2);
});

test("Enter sends once, with what is attached; Shift+Enter and the Enter of an input method do not", () => {
  const chip = { label: "a.cs", input: { type: "file", uri: "file:///a.cs" } } as const;
  hear({ type: "draft", draft: { text: " why? ", chips: [chip] } });
  press(input(), "Enter", { shiftKey: true });
  press(input(), "Enter", { isComposing: true });
  assert.deepEqual(posted, []);
  press(input(), "Enter");
  status({ isSending: true });
  press(input(), "Enter");
  assert.deepEqual(posted, [{ type: "send", draft: { text: "why?", chips: [chip] } }]);
  status();
  hear({ type: "draft", draft: { text: "  ", chips: [chip] } });
  press(input(), "Enter");
  assert.equal(posted.length, 1);
});

test("A turn that ended says how, and Retry gives the same again", () => {
  show(turn("t", { status: "interrupted", mode: "task", items: [asked("u", "fix it")] }));
  button("retry").click();
  assert.deepEqual(posted, [{ type: "retry", mode: "task", input: [{ type: "text", text: "fix it" }] }]);
  hear({ type: "event", event: { type: "turn", turn: turn("t", { status: "completed" }) } });
  assert.equal(all("footer button").length, 0);
});

test("A question that nobody answered is not shown as allowed", () => {
  const approval = (id: string, status: Item["status"], note?: string): Item => {
    return { type: "approval", id, status, kind: "command", title: "npm test", ...(note !== undefined && { note }) };
  };
  items(
    approval("1", "running"),
    approval("2", "completed"),
    approval("3", "declined"),
    approval("4", "declined", "no"),
    approval("5", "failed"),
  );
  assert.deepEqual(
    all(".approval").map((a) => a.textContent.replace("npm test · ", "")),
    ["asked", "approved", "declined", "denied", "stopped"],
  );
});

test("A name is chosen with the keyboard, attached once, and the list is gone with the words", () => {
  const write = (text: string) => {
    input().value = text;
    input().setSelectionRange(text.length, text.length);
    input().dispatchEvent(new window.Event("input"));
  };
  const entry = (name: string) =>
    ({ name, detail: name, chip: { label: name, input: { type: "file", uri: `file:///${name}` } } }) as const;
  const shown = () => all("[role=option]").map((o) => `${o.textContent} ${o.getAttribute("aria-selected")}`);
  for (const words of ["see @cat", "see Catalog.cs and @cat"]) {
    write(words);
    hear({ type: "completions", word: "another", entries: [entry("Other.cs")] });
    assert.deepEqual(shown(), []);
    hear({ type: "completions", word: "cat", entries: [entry("Cat.cs"), entry("Catalog.cs")] });
    press(input(), "ArrowDown");
    assert.deepEqual(shown(), ["Cat.cs Cat.cs false", "Catalog.cs Catalog.cs true"]);
    press(input(), "Enter");
  }

  assert.equal(input().value, "see Catalog.cs and @Catalog.cs ");
  assert.deepEqual(
    all(".chips .chip > button:first-child").map((c) => c.textContent),
    ["Catalog.cs"],
  );
  write("@cat");
  hear({ type: "completions", word: "cat", entries: [entry("Cat.cs")] });
  hear({ type: "draft", draft: { text: "", chips: [] } });
  assert.deepEqual(shown(), []);
});
