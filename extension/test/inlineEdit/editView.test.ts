import assert from "node:assert/strict";
import { test } from "node:test";
import { type EditEvent, type EditState, prompting, reduce } from "../../src/inlineEdit/editState";
import { hunkAt, lensesOf, linkedCommands, marksOf, threadView } from "../../src/inlineEdit/editView";
import type { Proposal } from "../../src/protocol";
import { broken, error, file, hunk, lines, order, proposal, receipt, verified } from "./proposals";

const name = (uri: string): string => uri.replace("file:///shop/", "");
const asked = prompting("e1", order, lines(5, 7));
const after = (...events: EditEvent[]): EditState =>
  [{ type: "sent", request: "add a guard" } as const, ...events].reduce(reduce, asked);
const ready = (change: Partial<Proposal> = {}): EditState => after({ type: "answered", proposal: proposal(change) });
const body = (state: EditState): string => threadView(state, name).comments.find((c) => c.author === "Codex")?.body ?? "";
const links = (state: EditState): string[] => {
  const trusted = threadView(state, name).comments.filter((c) => c.trusted);
  return trusted.flatMap((c) =>
    [...c.body.matchAll(/\[([^\]]+)\]\(command:([\w.]+)/g)].map((m) => `${m[1] ?? ""} ${m[2] ?? ""}`),
  );
};

test("While the model writes the thread counts lines and shows the newest", () => {
  const text = Array.from({ length: 30 }, (_, i) => `line ${i};\n`).join("");
  const state = after({ type: "progressed", progress: { token: "t", delta: text } });
  assert.equal(threadView(state, name).label, "writing… 30 lines");
  assert.match(body(state), /^```diff\n… 10 lines above\n\+line 10;\n/);
  assert.deepEqual(links(state), ["Cancel codexLsp.cancel"]);
  assert.deepEqual(
    lensesOf(state, order).map((l) => l.command),
    ["codexLsp.cancel"],
  );
});

test("The change grows in the thread once the host can place it", () => {
  const delta = { type: "progressed", progress: { token: "t", delta: "int a" } } as const;
  const state = after(delta, { type: "progressed", progress: { token: "t", proposal: proposal({ status: "running" }) } });
  assert.equal(threadView(state, name).label, "writing… 1 line");
  assert.match(body(state), /^```diff\n-int a = 1;\n/);
});

test("The newest line stands at the lines that are written anew, at once, and nothing else is drawn over them", () => {
  const marks = (delta: string) => marksOf(after({ type: "progressed", progress: { token: "t", delta } }), order);
  assert.deepEqual(marks(""), { removed: [], inserted: [] });
  assert.deepEqual(marks("int a\u202e"), { removed: [], inserted: [{ line: 6, text: "+int a\\u{202e}" }] });
  assert.deepEqual(marks("int a;\nint b;\n"), { removed: [], inserted: [{ line: 6, text: "+int b;" }] });
});

test("The verdict is the label, in words", () => {
  const label = (change: Partial<Proposal>): string => threadView(ready(change), name).label;
  assert.equal(label({}), "✓ compiles: 0 new errors, 0 warnings · 3 projects · 84 ms");
  assert.equal(label({ rounds: 2 }), "✓ compiles: 0 new errors, 0 warnings · 3 projects · 84 ms · 2 rounds");
  assert.equal(
    label({ verification: broken(error(order, 3, "a"), error(order, 4, "b")) }),
    "✗ 2 new errors · 3 projects · 84 ms",
  );
  assert.equal(
    label({ verification: { ...verified, status: "unverified", reason: "not trusted" } }),
    "? not checked: not trusted",
  );
});

test("A check that takes long shows the change as still being checked, with nothing to accept", () => {
  const state = after({
    type: "progressed",
    progress: { token: "t", stage: "verify", proposal: proposal({ status: "running" }) },
  });
  assert.equal(threadView(state, name).label, "checking…");
  assert.match(body(state), /\+int c = 4;/);
  assert.deepEqual(marksOf(state, order).removed, []);
  const waiting = reduce(state, { type: "waited" });
  assert.equal(threadView(waiting, name).label, "still checking");
  assert.deepEqual(marksOf(waiting, order).removed, [{ first: 5, last: 6 }]);
  assert.deepEqual(links(waiting), ["Cancel codexLsp.cancel"]);
});

test("A ready edit shows the request, its diff, its cost and what can be done", () => {
  const view = threadView(ready(), name);
  assert.deepEqual(
    view.comments.map((c) => c.author),
    ["You", "Codex", ""],
  );
  assert.equal(view.comments[0]?.body, "add a guard");
  assert.match(view.comments[2]?.body ?? "", /· 1200 tokens in, 80 out · \$0\.0031$/);
  assert.equal(body(ready()), "```diff\n-int a = 1;\n-int b = 2;\n+int a = 2;\n+int b = 3;\n+int c = 4;\n```");
  assert.deepEqual(links(ready()), [
    "Accept codexLsp.accept",
    "Reject codexLsp.reject",
    "Refine codexLsp.refine",
    "Open diff codexLsp.openDiff",
  ]);
});

test("What does not compile is listed with a link to its place, and accepted only by saying so", () => {
  const state = ready({ verification: broken(error(receipt, 11, "Cannot convert 'int' to 'Money'", "Shop.App")) });
  assert.match(body(state), /- \[Receipt\\\.cs\\:12\]\(<file:\/\/\/shop\/Receipt\.cs#L12,5>\) CS0029/);
  assert.equal(links(state)[0], "Accept anyway codexLsp.acceptAnyway");
  assert.deepEqual(
    lensesOf(state, order).map((l) => l.title),
    ["Accept anyway", "Reject"],
  );
  assert.equal(threadView(state, name).contextValue, "ready broken");
});

test("Lines to go are marked, and how many come is said where they come", () => {
  const state = ready({
    files: [
      file(order, [
        hunk("h1", lines(5, 7), "a\nb\n", "c\n"),
        hunk("h2", { start: { line: 9, character: 0 }, end: { line: 9, character: 0 } }, "", "d\ne\n"),
        hunk("h3", lines(12, 13), "f\n", ""),
      ]),
    ],
  });
  assert.deepEqual(marksOf(state, order), {
    removed: [
      { first: 5, last: 6 },
      { first: 12, last: 12 },
    ],
    inserted: [
      { line: 6, text: "+1 line" },
      { line: 8, text: "+2 lines" },
    ],
  });
  assert.deepEqual(marksOf(state, receipt), { removed: [], inserted: [] });
});

test("The thread stands below the lines that were asked for, or below the change that goes on there", () => {
  const change = [
    hunk("h1", lines(5, 7), "a\nb\n", "c\n"),
    hunk("h2", lines(10, 12), "d\ne\n", "f\n"),
    hunk("h3", lines(40, 41), "g\n", ""),
  ];
  const at = (state: EditState): number => threadView(state, name).range.end.line;
  assert.equal(at(after()), 6);
  assert.equal(at(ready({ files: [file(order, change)] })), 11);
});

test("Each hunk has its own Accept and Reject, in whatever file it is", () => {
  const state = ready({
    files: [file(order, [hunk("h1", lines(5, 7), "a\n", "b\n")]), file(receipt, [hunk("h2", lines(2, 3), "c\n", "d\n")])],
  });
  assert.deepEqual(lensesOf(state, receipt), [
    { line: 2, title: "Accept", command: "codexLsp.acceptHunk", argument: { edit: "e1", hunkId: "h2" } },
    { line: 2, title: "Reject", command: "codexLsp.rejectHunk", argument: { edit: "e1", hunkId: "h2" } },
  ]);
  assert.match(body(state), /\[Receipt\\\.cs\]\(<file:\/\/\/shop\/Receipt\.cs#L3,1>\) {2}?\\\+1 −1/);
  assert.equal(hunkAt(state, receipt, 30)?.id, "h2");
});

test("A long diff is its first hunk and a link", () => {
  const long = Array.from({ length: 70 }, (_, i) => `l${i}\n`).join("");
  const state = ready({ files: [file(order, [hunk("h1", lines(5, 6), "a\n", "b\n"), hunk("h2", lines(20, 21), "c\n", long)])] });
  assert.match(body(state), /\+b\n```$/);
  assert.equal(links(state).at(-1), "Open diff \\(73 lines\\) codexLsp.openDiff");
});

test("Unticked hunks are said in the words of Accept", () => {
  const state = ready({ files: [file(order, [hunk("h1", lines(5, 6), "a\n", "b\n"), hunk("h2", lines(8, 9), "c\n", "d\n")])] });
  assert.equal(links(reduce(state, { type: "ticked", hunkId: "h2", ticked: false }))[0], "Accept 1 of 2 codexLsp.accept");
});

test("Revisions are counted", () => {
  const state = [
    { type: "sent", request: "shorter" } as const,
    { type: "answered", proposal: proposal({ id: "p2" }) } as const,
  ].reduce(reduce, ready());
  const view = threadView(state, name);
  assert.deepEqual(
    [view.contextValue, view.comments[1]?.label, view.comments[0]?.body],
    ["ready revisions", "‹ 2/2 ›", "shorter"],
  );
});

test("A failure says what happened, what to do, and offers to ask again", () => {
  const state = after({ type: "failed", trouble: { message: "The model did not answer.", next: "Check the network." } });
  assert.equal(body(state), "**The model did not answer\\.**\n\nCheck the network\\.");
  assert.deepEqual(links(state), ["Ask again codexLsp.askAgain", "Discard codexLsp.reject"]);
  assert.equal(threadView(state, name).canReply, true);
});

test("No word of the model, the compiler or the workspace is in Markdown that runs commands", () => {
  const evil = "x](command:codexLsp.accept) [y](https://evil.example) <img src=x> www.evil.example \u202e";
  const state = ready({
    message: evil,
    title: evil,
    verification: { ...broken(error(order, 1, evil, evil)), notes: [evil], repaired: [evil] },
    files: [file(order, [hunk("h1", lines(5, 7), evil, `\`\`\`\n[z](command:codexLsp.accept)\n${evil}`)])],
  });
  for (const comment of threadView(state, name).comments) {
    const outside = comment.body.replace(/^(`{3,})diff\n[\s\S]*?\n\1$/gm, "");
    const targets = [...outside.matchAll(/(?<!\\)\]\((<?[a-z]+:[^)]*)\)/g)].map((m) => m[1] ?? "");
    assert.ok(
      targets.every((t) =>
        comment.trusted ? linkedCommands.some((c) => t.startsWith(`command:${c}?`)) : t.startsWith("<file:"),
      ),
    );
    assert.ok(!outside.includes("www.evil") && !/(?<!\\)<img/.test(outside) && !comment.body.includes("\u202e"));
    assert.ok(!comment.trusted || !comment.body.includes("evil"));
  }
});
