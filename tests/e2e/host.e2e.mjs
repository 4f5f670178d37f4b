import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { until } from "../../scripts/until.mjs";
import { says, subtotal } from "./driver/answers.mjs";
import { test } from "./driver/suite.mjs";

/** The host's process, once the status item says that it runs. */
async function running(session) {
  await session.page.locator('.statusbar-item[aria-label^="Codex,"][aria-label$="ready"]').waitFor();
  return until("the host's process", () => session.hostProcess());
}

test("A host that ends four times within a minute is restarted when the user says so", {}, async (session) => {
  const { user } = session;
  await user.open(subtotal.file);
  for (let kills = 0; kills < 4; kills++) {
    const host = await running(session);
    process.kill(host, "SIGKILL");
    await until("another host, or none", () => session.hostProcess() !== host);
  }

  // The last one may have been ready or not.
  await user.seeNotification(/is not restarted again|could not be started/);
  assert.equal(session.hostProcess(), undefined);
  await user.clickNotification("Restart");
  assert.notEqual(await running(session), undefined);
});

test("Doctor shows every prerequisite", {}, async ({ user, page }) => {
  await user.open(subtotal.file);
  await user.run("Codex: Doctor");
  const shown = page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
  for (const check of ["dotnet", "solution", "model", "state", "configuration"]) {
    await shown.locator("li", { hasText: `✓ ${check}:` }).waitFor();
  }
});

test("The model that is chosen is the one that is asked", { model: [says(subtotal)] }, async ({ user, model }) => {
  await user.open(subtotal.file);
  await user.run("Codex: Choose Model");
  await user.choose("Another name");
  await user.seeInputBox("The model's name");
  await user.type("gpt-5-mini");
  await user.press("Enter");
  await user.seeInStatusBar("gpt-5-mini");
  await user.selectMember(subtotal.member);
  await user.prompt(subtotal.words);
  await user.seeInThread("✓ compiles");
  assert.equal(JSON.parse((await model.requests()).at(-1).body).model, "gpt-5-mini");
});

const prepare = (workspace) => {
  mkdirSync(join(workspace.path, ".vscode"));
  const theirs = {
    "codexLsp.provider": "openai",
    "codexLsp.baseUrl": "http://127.0.0.1:9/v1",
    "codexLsp.dotnet.path": "/bin/false",
  };
  workspace.write(".vscode/settings.json", JSON.stringify(theirs));
  workspace.write(".codex-lsp.json", JSON.stringify({ "[Repair](command:workbench.action.closeWindow)": true }));
};

test(
  "A workspace's settings name neither the model, nor its endpoint, nor the program that is started, nor what a message links to",
  { prepare },
  async (session) => {
    const { user } = session;
    await user.open(subtotal.file);
    await running(session);
    await user.seeNotification("is not a setting");
    assert.equal(await session.page.locator(".notifications-toasts a[href^='command:']").count(), 0);
    await user.selectMember(subtotal.member);
    await user.prompt("add XML documentation");
    await user.seeInThread("✓ compiles");
  },
);
