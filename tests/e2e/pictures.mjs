import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { caller, find, says, subtotal, works } from "./driver/answers.mjs";
import { Session } from "./driver/session.mjs";

const size = { width: 1200, height: 920 };

const question = "which member sums the lines, and can it be a loop?";
const answer = {
  words: question,
  lines: [
    `\`Subtotal\` in [OrderLineExtensions.cs](${subtotal.file}) sums the totals of the lines. As a loop:`,
    "",
    "```csharp",
    ...subtotal.lines,
    "```",
  ],
};
const task = "find products by category, too, and test it";
const plan = (...statuses) => [
  "update_plan",
  { steps: ["Change Find and its caller", "Test it"].map((text, i) => ({ text, status: statuses[i] })) },
];

/** The pictures of the documentation: what is asked of the model, and what a user does for each of them. */
const sessions = [
  {
    model: [says(subtotal), says(find), says({ words: "The change does not compile", lines: find.lines })],
    async take({ user }, picture) {
      await user.open(subtotal.file);
      await user.press("Control+B");
      await user.selectMember(subtotal.member);
      await user.openPrompt();
      await user.type(subtotal.words);
      await picture("prompt");

      await user.press("Control+Enter");
      await user.seeInThread("✓ compiles");
      await user.seeLens("Accept");
      await picture("compiles");
      await user.clickInThread("Reject");
      await user.seeNoThread();

      await user.open(find.file);
      await user.selectMember(find.member);
      await user.prompt(find.words);
      await user.seeInThread("✗");
      await user.seeLens("Accept anyway");
      await picture("broken");
    },
  },
  {
    model: [says(answer)],
    async take({ user, chat }, picture) {
      await user.open(subtotal.file);
      await user.selectMember(subtotal.member);
      await chat.open();
      await chat.send(question);
      await chat.see("sum += line.Total;");
      await chat.click("Apply as proposal");
      await chat.see("✓ compiles:");
      await user.seeLens("Accept");
      await picture("ask");
    },
  },
  {
    model: works(
      [
        plan("running", "pending"),
        ["read_file", { path: caller.file }],
        ["apply_patch", { patch: caller.lines.join("\n") }],
        plan("done", "running"),
        ["run_command", { command: ["dotnet", "test", "Shop.Tests", "--no-restore"] }],
        plan("done", "done"),
      ],
      ["`Find` takes the category now, and its caller passes it. The tests pass."],
    ),
    async take({ user, chat }, picture) {
      await user.open(caller.file);
      await user.run("Codex: Run Task…");
      await user.seeInputBox("Describe the result");
      await user.type(task);
      await user.press("Enter");
      await chat.seeCard("--no-restore");
      await picture("approval");
      await chat.answer("--no-restore", "Once");
      await chat.see("✓ compiles:");
      await user.seeLens("Accept");
      await picture("task");
    },
  },
];

/** Makes the pictures of the documentation anew. */
export async function takePictures(shared, target) {
  mkdirSync(target, { recursive: true });
  for (const [index, { model, take }] of sessions.entries()) {
    const folder = join(shared.folder, `pictures-${index}`);
    mkdirSync(folder);
    const session = await Session.start(shared, { folder, model });
    const { page } = session;
    try {
      await page.setViewportSize(size);
      await take(session, async (name) => {
        await page.mouse.move(size.width - 1, size.height - 1);
        await page.screenshot({ path: join(target, `${name}.png`), caret: "hide" });
      });
    } finally {
      await page.context().close();
      await session.stop();
    }
  }
}
