import assert from "node:assert/strict";
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
