import assert from "node:assert/strict";
import { says, subtotal } from "./driver/answers.mjs";
import { test } from "./driver/suite.mjs";

test(
  "A text edited in the diff is not lost to a refinement, and is what is accepted",
  { model: [says(subtotal)] },
  async ({ user, model, workspace }) => {
    await user.open(subtotal.file);
    await user.selectMember(subtotal.member);
    await user.prompt(subtotal.words);
    await user.seeInThread("✓ compiles");

    await user.run("Codex: Open Diff");
    await user.seeDiff("sum += line.Total;");
    await user.press("Control+End");
    await user.type("// mine");
    await user.seeUnsaved(1);
    await user.press("Control+S");
    await user.seeUnsaved(0);

    await user.open(subtotal.file);
    await user.seeInThread("edited by you");
    await user.run("Codex: Refine Edit");
    await user.seeInputBox("Describe the change");
    await user.type("shorter");
    await user.press("Enter");
    await user.seeNotification("The text you edited in the diff");
    assert.equal((await model.requests()).length, 1);
    assert.equal(user.diskText(), workspace.original(subtotal.file));

    await user.run("Codex: Accept Edit");
    await user.see("// mine");
    await user.save();
    assert.equal(user.diskText(), `${workspace.originalWith(subtotal)}// mine`);
  },
);
