import assert from "node:assert/strict";
import { says, subtotal } from "./driver/answers.mjs";
import { test } from "./driver/suite.mjs";

const file = "Shop.Core/Catalog.cs";
const missing = "using System.Linq;\n";

test(
  "A missing using is added from the light bulb without asking a model",
  {
    model: [],
    settings: { "codexLsp.diagnostics.publish": "on" },
    prepare: (workspace) => workspace.write(file, workspace.original(file).replace(missing, "")),
  },
  async ({ user, model, workspace }) => {
    await user.open(file);
    await user.seeSquiggle();
    await user.goTo(workspace.line(file, "ToDictionary("), 76);
    await user.chooseFix("Add using System.Linq;");
    await user.see("using System.Linq;");
    await user.save();
    assert.equal(user.diskText(), workspace.original(file));
    assert.deepEqual(await model.requests(), []);
  },
);

const complaining = {
  settings: { "codexLsp.diagnostics.publish": "on" },
  prepare: (workspace) =>
    workspace.write(subtotal.file, workspace.original(subtotal.file).replace('Money.Zero("EUR")', 'Money.None("EUR")')),
};
const unknown = { words: "CS0117", lines: subtotal.lines };

test(
  "What the compiler complains of is mended from the light bulb",
  { model: [says(unknown)], ...complaining },
  async ({ user, model, workspace }) => {
    await user.open(subtotal.file);
    await user.seeSquiggle();
    await user.goTo(workspace.line(subtotal.file, "Money.None("), 26);
    await user.chooseFix(`Fix with Codex: ${unknown.words}`);
    await user.seeInThread("✓ compiles");
    await user.accept();
    await user.see("sum += line.Total;");
    await user.save();
    assert.equal(user.diskText(), workspace.originalWith(subtotal));
    const requests = await model.requests();
    assert.match(JSON.stringify(requests), /'Money' does not contain a definition for 'None'/);
  },
);

test(
  "What the compiler complains of is explained from the light bulb, in the chat",
  { model: [says({ words: unknown.words, lines: ["There is only `Money.Zero`."] })], ...complaining },
  async ({ user, chat, model, workspace }) => {
    await user.open(subtotal.file);
    await user.seeSquiggle();
    await user.goTo(workspace.line(subtotal.file, "Money.None("), 26);
    await user.chooseFix("Explain with Codex");
    const shown = await chat.see("There is only Money.Zero.");
    assert.match(shown, /Explain CS0117: what causes it/);
    const [{ body }] = await model.requests();
    assert.match(body, /'Money' does not contain a definition for 'None'/);
    assert.match(body, /public static Money Subtotal\(/, "the member around it goes along");
  },
);
