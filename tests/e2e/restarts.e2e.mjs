import assert from "node:assert/strict";
import { says, saysOnce, subtotal } from "./driver/answers.mjs";
import { test } from "./driver/suite.mjs";
import { until } from "../../scripts/until.mjs";

test("A proposal survives a reload of the window", { model: [says(subtotal)] }, async ({ user, model, workspace }) => {
  await user.open(subtotal.file);
  await user.selectMember(subtotal.member);
  await user.prompt(subtotal.words);
  await user.seeInThread("✓ compiles");

  await user.reload();
  await user.seeInThread("✓ compiles");
  await user.accept();
  await user.see("sum += line.Total;");
  await user.save();
  assert.equal(user.diskText(), workspace.originalWith(subtotal));
  assert.equal((await model.requests()).length, 1);
});

const stalled = { fault: { kind: "Stall", after: 12 } };

test(
  "When the host is killed while it writes, the user is told, keeps what they typed, and asks again",
  { model: [saysOnce(subtotal, stalled), says(subtotal)] },
  async (session) => {
    const { user, workspace } = session;
    await user.open(subtotal.file);
    await user.selectMember(subtotal.member);
    await user.prompt(subtotal.words);
    await user.seeInThread("writing");
    await user.typeLine(1, "// typed before the crash");
    const host = await until("the host's process", () => session.hostProcess());
    process.kill(host, "SIGKILL");

    await user.seeNotification("restarted");
    await user.see("// typed before the crash");
    await user.selectLines(...afterLine(workspace.member(subtotal.file, subtotal.member)));
    await user.prompt(subtotal.words);
    await user.seeInThread("✓ compiles");
    assert.notEqual(session.hostProcess(), host);
    await user.accept();
    await user.see("sum += line.Total;");
    await user.save();
    assert.equal(user.diskText(), `// typed before the crash\n${workspace.originalWith(subtotal)}`);
  },
);

const afterLine = ({ first, last }) => [first + 1, last + 1];
