import assert from "node:assert/strict";
import { caller, says, subtotal } from "./driver/answers.mjs";
import { test } from "./driver/suite.mjs";

test("VS Code opens the sample, and nothing outside this machine is reached", {}, async ({ page, user }) => {
  await user.open("Shop.Core/Catalog.cs");
  await user.see("public sealed class Catalog");
  const outside = await page.evaluate(() =>
    fetch("https://example.com/").then(
      () => "reached",
      () => "blocked",
    ),
  );
  assert.equal(outside, "blocked");
});

test("An edit is accepted, and its bytes are on disk after saving", { model: [says(subtotal)] }, async ({ user, workspace }) => {
  await user.open(subtotal.file);
  await user.selectMember(subtotal.member);
  await user.prompt(subtotal.words);
  const shown = await user.seeInThread(/✓ compiles: 0 new errors/);
  assert.match(shown, /\+\s+foreach \(var line in lines\)/);
  await user.seeNot("foreach");
  assert.equal(user.diskText(), workspace.original(subtotal.file), "nothing is written before it is accepted");

  await user.accept();
  await user.see("sum += line.Total;");
  await user.seeNoThread();
  assert.equal(user.diskText(), workspace.original(subtotal.file), "accepting does not save");
  await user.save();
  assert.equal(user.diskText(), workspace.originalWith(subtotal));
});

test(
  "One undo takes an accepted edit back, and it is offered again",
  { model: [says(subtotal)] },
  async ({ user, workspace }) => {
    await user.open(subtotal.file);
    await user.selectMember(subtotal.member);
    await user.prompt(subtotal.words);
    await user.seeInThread("✓ compiles");
    await user.accept();
    await user.see("sum += line.Total;");

    await user.undo();
    await user.seeNot("sum += line.Total;");
    await user.seeInThread("✓ compiles");
    await user.accept();
    await user.see("sum += line.Total;");
    await user.save();
    assert.equal(user.diskText(), workspace.originalWith(subtotal));
  },
);

const messages = {
  file: "Shop.Core/Orders/Order.cs",
  words: "say please in both messages",
  first: 'throw new InvalidOperationException($"Please: order {Id} has left the house and cannot be cancelled: {reason}");',
  second: 'throw new InvalidOperationException($"Please: an order that is {Status} cannot become {next}.");',
};

messages.patch = [
  "*** Begin Patch",
  `*** Update File: ${messages.file}`,
  "@@ public void Cancel(string reason)",
  '-            throw new InvalidOperationException($"Order {Id} has left the house and cannot be cancelled: {reason}");',
  `+            ${messages.first}`,
  "@@ private void MoveTo(OrderStatus next, OrderStatus from)",
  '-            throw new InvalidOperationException($"An order that is {Status} cannot become {next}.");',
  `+            ${messages.second}`,
  "*** End Patch",
];

test(
  "Of two hunks one is accepted and one rejected",
  { model: [says({ words: messages.words, lines: messages.patch })] },
  async ({ user, workspace }) => {
    await user.open(messages.file);
    await user.selectLines(
      workspace.line(messages.file, "public void Cancel"),
      workspace.line(messages.file, "Status = next;") + 1,
    );
    await user.prompt(messages.words);
    await user.seeInThread("✓ compiles");

    await user.clickLens("Accept", 2);
    await user.see("Please: order");
    await user.seeInThread("✓ compiles");
    await user.clickLens("Reject", 1);
    await user.seeNoThread();
    await user.save();
    assert.equal(
      user.diskText(),
      workspace.original(messages.file).replace(/throw new InvalidOperationException\(\$"Order .*/, () => messages.first),
    );
  },
);

test(
  "A caller's file is in the same proposal, and one undo takes back both",
  { model: [says(caller)] },
  async ({ user, workspace }) => {
    await user.open(caller.file);
    await user.selectMember(caller.member);
    await user.prompt(caller.words);
    assert.match(await user.seeInThread("✓ compiles"), /Program\.cs/);

    await user.accept();
    await user.see("bool food");
    await user.seeUnsaved(2);
    await user.save();
    assert.match(user.diskText(caller.file), /Find\(Sku sku, bool food\)/);
    assert.match(user.diskText(caller.other), /catalog\.Find\(sku, food: true\)/);

    await user.open(caller.file);
    await user.undo();
    await user.seeNot("bool food");
    await user.seeUnsaved(2);
    await user.save();
    assert.equal(user.diskText(caller.file), workspace.original(caller.file));
    assert.equal(user.diskText(caller.other), workspace.original(caller.other));
  },
);
