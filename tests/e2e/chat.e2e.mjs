import assert from "node:assert/strict";
import { find, says, subtotal } from "./driver/answers.mjs";
import { test } from "./driver/suite.mjs";
import { until } from "../../scripts/until.mjs";

const question = "which member sums the lines?";
const answer = {
  words: question,
  lines: [
    `The sum is made in \`Subtotal\` of [OrderLineExtensions.cs](${subtotal.file}#L1). As a plain loop:`,
    "",
    "```csharp",
    ...subtotal.lines,
    "```",
    "",
    "<img src=x onerror=alert(1)> ![pixel](https://example.com/pixel.png) [more](command:workbench.action.closeWindow)",
  ],
};

test(
  "A question about a selection is answered, and its block of code becomes a proposal with a verdict without another request",
  { model: [says(answer)] },
  async ({ user, chat, workspace, model }) => {
    await user.open(subtotal.file);
    await user.selectMember(subtotal.member);
    await chat.open();
    const { first, last } = workspace.member(subtotal.file, subtotal.member);
    assert.deepEqual(await chat.chips(), [`${subtotal.file}:${first}-${last}`]);
    await chat.send(question);
    const shown = await chat.see("sum += line.Total;");
    assert.match(shown, /OrderLineExtensions\.cs/);
    assert.match(shown, /<img src=x onerror=alert\(1\)> pixel \(https:\/\/example\.com\/pixel\.png\)/);
    assert.match(shown, /\[more\]\(command:workbench\.action\.closeWindow\)/);
    assert.equal(await chat.locator("img, iframe, [onerror]").count(), 0);
    await chat.see(/\d+ tokens in, \d+ out/);

    await chat.click("Apply as proposal");
    await chat.see("✓ compiles:");
    await user.seeInThread("✓ compiles");
    assert.equal(user.diskText(), workspace.original(subtotal.file), "nothing is written before it is accepted");
    await chat.click("Accept");
    await user.see("sum += line.Total;");
    await chat.see("accepted");
    await user.save();
    assert.equal(user.diskText(), workspace.originalWith(subtotal));
    const asked = await model.requests();
    assert.equal(asked.length, 1);
    assert.match(asked[0].body, /Subtotal\(this IReadOnlyList/);
  },
);

test(
  "Stop ends an answer in the middle of it; Retry asks the same again",
  {
    model: [
      {
        ...says(
          { words: question, lines: ["One, two, three, four, five, six, seven."] },
          { deltaChars: 5, gate: { name: "half", after: 3 } },
        ),
        times: 1,
      },
      says({ words: question, lines: ["The whole answer."] }),
    ],
  },
  async ({ chat, model }) => {
    await model.hold("half");
    await chat.open();
    await chat.send(question);
    await chat.see("One, two");
    await model.reached("half");
    await chat.locator("textarea").press("Escape");
    await chat.see("stopped");
    assert.doesNotMatch(await chat.text(), /seven/);

    await chat.click("Retry");
    await chat.see("The whole answer.");
    assert.equal((await model.requests()).length, 2);
  },
);

test(
  "After a reload the thread is there again, and what was not sent",
  { model: [says(answer)] },
  async ({ user, chat, model }) => {
    await user.open(subtotal.file);
    await user.selectMember(subtotal.member);
    await chat.open();
    await chat.send(question);
    await chat.see("sum += line.Total;");
    await chat.write("and then");
    // VS Code keeps what an extension keeps a moment later.
    await user.open(find.file);
    await user.goTo(2);

    await user.reload();
    await chat.arrive();
    const shown = await chat.see("sum += line.Total;");
    assert.match(shown, new RegExp(question.replace("?", "\\?")));
    assert.equal(await chat.locator("textarea").inputValue(), "and then");
    await chat.see(/\d+ tokens in, \d+ out/);

    await user.run("Codex: New Chat");
    await chat.seeNot(question);
    await user.run("Codex: Show Threads");
    await user.choose(question);
    await chat.see("sum += line.Total;");
    assert.equal((await model.requests()).length, 1);
  },
);

test(
  "Files and symbols are named with @, and what is attached can be taken away",
  { model: [says({ words: "compare", lines: ["Both find."] })] },
  async ({ user, chat, model }) => {
    await user.open(find.file);
    await user.goTo(1);
    await chat.open();
    await chat.spell("compare @orderline");
    await chat.take("OrderLineExtensions.cs");
    await chat.spell("with @Catalog");
    await chat.take("symbol");
    assert.deepEqual(await chat.chips(), [find.file, subtotal.file, "Catalog"]);
    await chat.click(`Remove ${find.file}`);
    await chat.send("");
    await chat.see("Both find.");
    const [{ body }] = await model.requests();
    assert.match(body, /compare @OrderLineExtensions\.cs with @Catalog/);
    assert.match(body, /Subtotal/);
  },
);

test(
  "A failure has the provider's own words and Retry",
  { model: [{ then: { status: 400, error: { message: "the cat sat on the wire" } }, times: 1 }, says(answer)] },
  async ({ chat }) => {
    await chat.open();
    await chat.send(question);
    await chat.see("the cat sat on the wire");
    await chat.click("Retry");
    await chat.see("sum += line.Total;");
  },
);

test("In an untrusted workspace the chat answers", { model: [says(answer)], trusted: false }, async ({ user, chat }) => {
  await user.seeInStatusBar("Restricted Mode");
  await user.open(subtotal.file);
  await chat.open();
  await chat.send(question);
  await chat.see("sum += line.Total;");
});

const halfway = () => [
  {
    ...says(
      { words: question, lines: ["One, two, three, four, five, six, seven."] },
      { deltaChars: 5, gate: { name: "half", after: 3 } },
    ),
    times: 1,
  },
  says({ words: question, lines: ["The whole answer."] }),
];

test(
  "When the host is killed in the middle of an answer, the chat says that it stopped, and Retry asks again",
  { model: halfway() },
  async (session) => {
    const { user, chat, model } = session;
    await model.hold("half");
    await chat.open();
    await chat.send(question);
    await chat.see("One, two");
    process.kill(await until("the host's process", () => session.hostProcess()), "SIGKILL");
    await user.seeNotification("restarted");
    await chat.seeNot("working…");
    await chat.click("Retry");
    await chat.see("The whole answer.");
  },
);

test(
  "After a reload in the middle of an answer the question is there, and Retry asks again",
  { model: halfway() },
  async (session) => {
    const { user, chat, model } = session;
    await user.open(subtotal.file);
    await model.hold("half");
    await chat.open();
    await chat.send(question);
    await chat.see("One, two");
    // VS Code keeps what an extension keeps a moment later.
    await user.open(find.file);
    await user.goTo(2);
    await user.reload();
    await chat.arrive();
    await chat.see(question);
    await chat.seeNot("working…");
    await chat.click("Retry");
    await chat.see("The whole answer.");
  },
);
