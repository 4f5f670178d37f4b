/* global document, getComputedStyle, MutationObserver, window */
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { bundles } from "../../scripts/extension.mjs";
import { at } from "../../scripts/repository.mjs";
import { until } from "../../scripts/until.mjs";
import { saysOnce, subtotal } from "../e2e/driver/answers.mjs";
import { withVsCode } from "../e2e/driver/run.mjs";
import { Session } from "../e2e/driver/session.mjs";

const edits = 11;
const idleSeconds = 60;
const settleSeconds = 15;
const starts = 5;

/** The model waits where it has said the first line that is new, so that no later line draws over the first. */
const gates = Array.from({ length: edits }, (_, edit) => ({ name: `first-line-${edit}`, after: 50 }));

/**
 * What a user of VS Code waits for, and what the extension costs while nobody asks it anything. The scripted model says its
 * first lines at once, so that the time to the first text is ours, HTTP and VS Code's drawing included.
 */
export function measure() {
  return withVsCode(async (shared) => {
    const session = await Session.start(shared, {
      folder: fresh(shared, "bench"),
      model: gates.map((gate) => saysOnce(subtotal, { gate })),
      settings: { "codexLsp.trace.server": "off" },
    });
    try {
      const rows = [...(await times(session)), ...(await costs(session, shared)), ...(await activation(shared))];
      const wide = Math.max(...rows.map(([what]) => what.length));
      rows.forEach(([what, value, limit, unit]) =>
        console.log(
          `| ${what.padEnd(wide)} | ${value.toFixed(unit === "%" ? 2 : 0).padStart(6)} ${unit} | at most ${limit} ${unit} |`,
        ),
      );
      return rows.every(([, value, limit]) => value <= limit) ? 0 : 1;
    } finally {
      await session.stop();
    }
  });
}

async function times({ page, user, model }) {
  await page.evaluate(watch);
  await user.open(subtotal.file);
  const all = { prompt: [], text: [], accepted: [] };
  for (let edit = 0; edit < edits; edit++) {
    await user.selectMember(subtotal.member);
    await page.evaluate(() => window.expectPrompt());
    await user.openPrompt();
    all.prompt.push(await until("the prompt", () => page.evaluate(() => window.elapsed)));
    await user.type(subtotal.words);
    await page.evaluate(() => window.expectText());
    await model.hold(gates[edit].name);
    await user.press("Control+Enter");
    all.text.push(await until("the first text of the diff", () => page.evaluate(() => window.elapsed)));
    await model.release(gates[edit].name);
    await user.seeInThread("✓ compiles");
    await user.seeLens("Accept");
    await user.focusEditor();
    await page.evaluate(() => window.expectBuffer());
    await user.press("Control+Enter");
    await user.see("sum += line.Total;");
    all.accepted.push(await until("the changed buffer", () => page.evaluate(() => window.elapsed)));
    await user.seeNoThread();
    await user.undo();
    await user.seeInThread("✓ compiles");
    await user.clickInThread("Reject");
    await user.seeNoThread();
  }

  // The first loads the solution and compiles it for the first time.
  return [
    [`Ctrl+I to a prompt that has the focus, median of ${edits - 1}`, median(all.prompt.slice(1)), 150, "ms"],
    [`sent to the first text of the diff, median of ${edits - 1}`, median(all.text.slice(1)), 150, "ms"],
    [`accepted to the changed text in the editor, median of ${edits - 1}`, median(all.accepted.slice(1)), 100, "ms"],
  ];
}

/** Of windows of their own, as a user has it: VS Code loads other extensions at the same time. */
async function activation(shared) {
  const all = [];
  for (let start = 0; start < starts; start++) {
    const session = await Session.start(shared, { folder: fresh(shared, `start-${start}`) });
    try {
      await session.user.open(subtotal.file);
      await session.user.run("Developer: Show Running Extensions");
      const row = session.page.locator(".runtime-extensions-editor .monaco-list-row").filter({ hasText: "codex-lsp" });
      const found = await until("the activation time", async () => /Activation: (\d+)ms/.exec(await row.innerText())?.[1]);
      all.push(Number(found));
    } finally {
      await session.stop();
      await session.page.context().close();
    }
  }

  return [[`activation of the extension, median of ${starts}`, median(all), 30, "ms"]];
}

async function costs(session, shared) {
  const bundle = bundles.reduce((sum, name) => sum + statSync(at("dist", "extension", name)).size, 0) / 1000;
  const host = await until("the host's process", () => session.hostProcess());
  await pause(settleSeconds * 1000);
  const [ofHost, ofExtensions] = await idle(host, session.extensionHostProcess());

  // Its own heartbeat and other extensions are in there: what counts is what ours adds.
  const folder = fresh(shared, "without");
  const without = await Session.start({ ...shared, extensions: fresh({ folder }, "none") }, { folder });
  try {
    await without.user.open(subtotal.file);
    await pause(settleSeconds * 1000);
    const [others] = await idle(without.extensionHostProcess());
    return [
      ["the extension's bundles", bundle, 400, "kB"],
      [`CPU of the host in ${idleSeconds} s of idling`, ofHost, 0.1, "%"],
      [`CPU of VS Code's process for extensions, over ${others.toFixed(2)} % without ours`, ofExtensions - others, 1, "%"],
    ];
  } finally {
    await without.stop();
    await without.page.context().close();
  }
}

/** How busy processes are while nothing happens, in percent of a processor. */
async function idle(...pids) {
  const before = pids.map(cpuSeconds);
  await pause(idleSeconds * 1000);
  return pids.map((pid, index) => ((cpuSeconds(pid) - before[index]) / idleSeconds) * 100);
}

function fresh({ folder }, name) {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

/** In the page: the time from Ctrl+I or Ctrl+Enter to the first change that shows what is expected. */
function watch() {
  let start;
  let fits;
  const lines = (selector) => [...document.querySelectorAll(selector)].map((line) => line.textContent.replaceAll("\u00a0", " "));
  const expect = (test) => {
    window.elapsed = undefined;
    start = undefined;
    fits = test;
  };
  // What a decoration adds to a line is in the style of its class.
  const marks = () =>
    [...document.querySelectorAll(".view-line span[class*='ced-']")].map((span) => getComputedStyle(span, "::after").content);
  window.expectText = () =>
    expect(() =>
      [...lines(".review-widget .comment-body"), ...marks()].some((text) => /\+.*(Money Subtotal|var sum)/.test(text)),
    );
  window.expectPrompt = () => expect(() => document.activeElement.closest(".review-widget .comment-form") !== null);
  window.expectBuffer = () => expect(() => lines(".view-lines .view-line").some((text) => text.includes("sum += line.Total;")));
  document.addEventListener(
    "keydown",
    (event) => {
      if (["Enter", "KeyI"].includes(event.code) && event.ctrlKey) {
        start = performance.now();
      }
    },
    true,
  );
  const look = () => {
    if (start !== undefined && window.elapsed === undefined && fits()) {
      window.elapsed = performance.now() - start;
    }
  };
  document.addEventListener("focusin", look);
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
}

/** Processor time of a process so far; Linux counts it in hundredths of a second. */
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
