import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { says, subtotal } from "./driver/answers.mjs";
import { test } from "./driver/suite.mjs";
import { until } from "../../scripts/until.mjs";

test(
  "Without a key the message has a button that asks for one",
  { settings: { "codexLsp.provider": "openai" } },
  async ({ user }) => {
    await user.open(subtotal.file);
    await user.selectMember(subtotal.member);
    await user.prompt(subtotal.words);
    await user.seeNotification("There is no key");
    await user.clickNotification("Set API Key");
    await user.seeInputBox(/key/i);
  },
);

const key = "sk-e2e-0123456789";

test(
  "A key that is asked for after a refusal is used for the next request, and is logged nowhere",
  {
    model: [{ when: { headers: { authorization: `Bearer ${key}` } }, then: { text: subtotal.lines } }, { then: { status: 401 } }],
  },
  async (session) => {
    const { user, model } = session;
    await user.open(subtotal.file);
    await user.selectMember(subtotal.member);
    await user.prompt(subtotal.words);
    await user.clickNotification("Set API Key");
    await user.seeInputBox(/key/i);
    await user.type(key);
    await user.press("Enter");
    await user.selectMember(subtotal.member);
    await user.prompt(subtotal.words);
    await user.seeInThread("✓ compiles");
    assert.equal((await model.requests()).at(-1).headers.authorization, `Bearer ${key}`);
    const logged = session.logged();
    assert.match(logged, /codex\/secret\/read/);
    assert.ok(!logged.includes(key), "the key is in no log, trace or journal");
  },
);

// Whatever runs the build logic of the workspace leaves this file.
const trap = (workspace) => join(workspace.path, "was-built");
const targets = `<Project>
  <Target Name="Trap" BeforeTargets="ResolveAssemblyReferences">
    <WriteLinesToFile File="$(MSBuildThisFileDirectory)was-built" Lines="built" />
  </Target>
</Project>
`;
const prepare = (workspace) => workspace.write("Directory.Build.targets", targets);

test(
  "In an untrusted workspace nothing is built, and the verdict says why; once it is trusted, edits are compiled",
  { model: [says(subtotal)], trusted: false, prepare },
  async ({ user, workspace }) => {
    await user.seeInStatusBar("Restricted Mode");
    await user.open(subtotal.file);
    await user.selectMember(subtotal.member);
    await user.prompt(subtotal.words);
    await user.seeInThread("? not checked: not trusted");
    assert.equal(existsSync(trap(workspace)), false);
    await user.clickInThread("Reject");
    await user.seeNoThread();

    await user.trustWorkspace();
    await user.open(subtotal.file);
    await user.selectMember(subtotal.member);
    await user.prompt(subtotal.words);
    await user.seeInThread("✓ compiles");
    await until("the build logic to have run", () => existsSync(trap(workspace)));
  },
);
