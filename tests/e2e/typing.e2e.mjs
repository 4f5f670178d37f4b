import assert from "node:assert/strict";
import { says, saysOnce, subtotal } from "./driver/answers.mjs";
import { test } from "./driver/suite.mjs";

const halfway = { name: "halfway", after: 12 };

test(
  "Typing above the target while it is written and while it is ready moves the change, and nothing typed is lost",
  { model: [says(subtotal, { gate: halfway })] },
  async ({ user, model, workspace }) => {
    await model.hold(halfway.name);
    await user.open(subtotal.file);
    await user.selectMember(subtotal.member);
    await user.prompt(subtotal.words);
    await model.reached(halfway.name);
    await user.seeInThread("writing");
    await user.typeLine(1, "// typed while streaming");
    await model.release(halfway.name);
    await user.seeInThread("✓ compiles");

    await user.typeLine(1, "// typed while ready");
    await user.seeInThread("✓ compiles");
    await user.accept();
    await user.see("sum += line.Total;");
    await user.save();
    assert.equal(user.diskText(), `// typed while ready\n// typed while streaming\n${workspace.originalWith(subtotal)}`);
  },
);

test(
  "Typing inside the target while it is written and while it is ready is kept, and the thread says that the target changed",
  { model: [saysOnce(subtotal, { gate: halfway }), says(subtotal)] },
  async ({ user, model, workspace }) => {
    const inside = workspace.line(subtotal.file, 'return Money.Zero("EUR");');
    await model.hold(halfway.name);
    await user.open(subtotal.file);
    await user.selectMember(subtotal.member);
    await user.prompt(subtotal.words);
    await model.reached(halfway.name);
    await user.focusEditor();
    await user.goTo(inside, 13);
    await user.type("/* typed while streaming */ ");
    await model.release(halfway.name);
    await user.seeInThread("target changed");
    await user.see("/* typed while streaming */ return");
    await user.clickInThread("Discard");
    await user.seeNoThread();

    await user.selectMember(subtotal.member);
    await user.prompt(subtotal.words);
    await user.seeInThread("✓ compiles");
    await user.focusEditor();
    await user.goTo(inside, 13);
    await user.type("/* typed while ready */ ");
    await user.seeInThread("target changed");
    await user.clickInThread("Discard");
    await user.seeNoThread();
    await user.save();
    assert.equal(
      user.diskText(),
      workspace
        .original(subtotal.file)
        .replace("return Money.Zero", "/* typed while ready */ /* typed while streaming */ return Money.Zero"),
    );
  },
);
