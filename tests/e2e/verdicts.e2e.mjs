import assert from "node:assert/strict";
import { find, says, saysOnce, subtotal } from "./driver/answers.mjs";
import { test } from "./driver/suite.mjs";

const broken = { ...subtotal, lines: subtotal.lines.map((line) => line.replace("line.Total", "line.Sum")) };
const asksToMend = "The change does not compile";

test(
  "A first answer that does not compile is repaired before it is shown",
  { model: [saysOnce(broken), says({ words: asksToMend, lines: subtotal.lines })] },
  async ({ user, model, workspace }) => {
    await user.open(subtotal.file);
    await user.selectMember(subtotal.member);
    await user.prompt(subtotal.words);
    assert.match(await user.seeInThread("✓ compiles"), /2 rounds/);
    assert.equal((await model.requests()).length, 2);

    await user.accept();
    await user.see("sum += line.Total;");
    await user.save();
    assert.equal(user.diskText(), workspace.originalWith(subtotal));
  },
);

test(
  "What stays broken says so, names the error, and is accepted only on purpose",
  { model: [says(find), says({ words: asksToMend, lines: find.lines })] },
  async ({ user, workspace }) => {
    await user.open(find.file);
    await user.selectMember(find.member);
    await user.prompt(find.words);
    const shown = await user.seeInThread(/✗ 1 new error/);
    assert.match(shown, /CS7036/);
    assert.match(shown, /Program\.cs/);
    assert.doesNotMatch(shown, /✓ compiles/);

    await user.accept();
    await user.seeNotification("Accept it anyway?");
    await user.seeNot("product.Category == category\n            ?");
    await user.clickInThread("Accept anyway");
    await user.see("product.Category == category\n            ?");
    await user.save();
    assert.equal(user.diskText(), workspace.originalWith(find));
  },
);
