import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { pack } from "../../scripts/package.mjs";
import { run } from "../../scripts/process.mjs";
import { noGallery } from "../../scripts/vscode/server.mjs";
import { says, subtotal } from "./driver/answers.mjs";
import { Session } from "./driver/session.mjs";
import { test } from "./driver/suite.mjs";

let packed;

test(
  "What `npm run package` leaves is installed by VS Code, and an edit is accepted with it",
  { alone: true },
  async (shared) => {
    packed ??= pack();
    const folder = mkdtempSync(join(shared.folder, "package-"));
    const extensions = join(folder, "extensions");
    await install(shared.installed, await packed, { folder, extensions });
    const session = await Session.start({ ...shared, extensions }, { folder, model: [says(subtotal)] });
    try {
      const { user, workspace } = session;
      await user.open(subtotal.file);
      await user.selectMember(subtotal.member);
      await user.prompt(subtotal.words);
      await user.seeInThread("✓ compiles");
      await user.accept();
      await user.see("sum += line.Total;");
      await user.save();
      assert.equal(user.diskText(), workspace.originalWith(subtotal));
    } finally {
      await session.stop();
    }
  },
);

async function install({ node, script }, vsix, { folder, extensions }) {
  const places = ["--extensions-dir", extensions, "--server-data-dir", join(folder, "installing")];
  const { code, stdout, stderr } = await run(
    node,
    [script, "--install-extension", vsix, ...places, "--accept-server-license-terms"],
    {
      env: { ...process.env, ...noGallery },
    },
  );
  assert.equal(code, 0, stdout + stderr);
}
