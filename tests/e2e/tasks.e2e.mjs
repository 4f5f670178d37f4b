import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { caller, works } from "./driver/answers.mjs";
import { test } from "./driver/suite.mjs";

const task = "find products by category, too, and test it";
const denied = ["sh", "-c", "touch was-here\u202e; echo done"];
const allowed = ["dotnet", "test", "Shop.Tests", "--no-restore"];
const plan = (...statuses) => [
  "update_plan",
  { steps: ["Change Find", "Test it"].map((text, i) => ({ text, status: statuses[i] })) },
];

const calls = [
  plan("running", "pending"),
  ["read_file", { path: caller.file }],
  ["apply_patch", { patch: caller.lines.join("\n") }],
  ["run_command", { command: denied }],
  plan("done", "running"),
  ["run_command", { command: allowed }],
  plan("done", "done"),
];

test(
  "A task reads, changes and tests, asks before a command, and ends in one proposal of two files with one undo",
  { model: works(calls, ["Find takes the category now, and its caller passes it."]) },
  async ({ user, chat, workspace, model }) => {
    await user.open(caller.file);
    await user.run("Codex: Run Task…");
    await user.seeInputBox("Describe the result");
    await user.type(task);
    await user.press("Enter");
    await chat.see(task);
    assert.equal(await chat.locator("select").inputValue(), "task");

    const first = await chat.seeCard("touch was-here");
    assert.match(first, /\\u\{202e\}/, "what cannot be seen is spelled out");
    assert.equal(await chat.locator(".card .argv code").count(), denied.length, "each word of the command has a box");
    await chat.see("Change Find (in work)");
    await chat.see("waits for your answer");
    await chat.answer("touch was-here", "Deny", "only run the tests");
    const second = await chat.seeCard("--no-restore");
    assert.match(second, new RegExp(workspace.path));
    await chat.answer("--no-restore", "Once");

    await chat.see("Find takes the category now");
    await chat.see("Test it (done)");
    const shown = await chat.see("✓ compiles:");
    assert.match(shown, /exit code 0/);
    assert.match(shown, /Catalog\.cs \+\d+ −\d+/);
    assert.match(shown, /Program\.cs \+\d+ −\d+/);
    assert.equal(existsSync(join(workspace.path, "was-here")), false);
    for (const file of [caller.file, caller.other]) {
      assert.equal(workspace.text(file), workspace.original(file), "nothing is written before it is accepted");
    }

    const told = (await model.requests()).map(({ body }) => body);
    assert.match(told[4], /only run the tests/);
    assert.match(told[6], /Passed!/);

    await chat.click("Accept");
    await user.seeUnsaved(2);
    await user.save();
    assert.match(workspace.text(caller.file), /Find\(Sku sku, bool food\)/);
    assert.match(workspace.text(caller.other), /catalog\.Find\(sku, food: true\)/);

    await user.open(caller.file);
    await user.undo();
    await user.seeNot("bool food");
    await user.seeUnsaved(2);
    await user.save();
    for (const file of [caller.file, caller.other]) {
      assert.equal(workspace.text(file), workspace.original(file));
    }
  },
);

test(
  "In an untrusted workspace a task runs no command, and says why",
  { model: works([["run_command", { command: allowed }]], ["It was refused."]), trusted: false },
  async ({ user, chat, model }) => {
    await user.seeInStatusBar("Restricted Mode");
    await user.open(caller.file);
    await chat.open();
    await chat.choose("task");
    await chat.send(task);
    await chat.see("It was refused.");
    assert.equal(await chat.locator(".card").count(), 0);
    assert.match((await model.requests()).at(-1).body, /trust/);
  },
);

const echo = ["run_command", { command: ["echo", "always"] }];
const once = (exchange) => ({ ...exchange, times: 1 });

test(
  "What is always allowed is not asked about again, until it is taken out of the list",
  { model: [...works([echo, echo], ["Both ran."]).map(once), ...works([echo], ["It was denied."])] },
  async ({ user, chat, model }) => {
    await user.open(caller.file);
    await chat.open();
    await chat.choose("task");
    await chat.send(task);
    await chat.answer("always", "Always");
    await chat.see("Both ran.");
    assert.equal((await model.requests()).length, 3);

    await user.run("Codex: Show Approvals");
    await user.see('"title": "echo always"');
    await user.press("Control+A");
    await user.press("Delete");
    await user.type("["); // the editor writes the other one
    await user.see("[]");
    await user.save();
    await chat.write("once more");
    await user.press("Enter");
    await chat.answer("always", "Deny");
    await chat.see("It was denied.");
  },
);
