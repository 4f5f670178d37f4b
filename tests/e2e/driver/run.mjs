import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "../../../scripts/build.mjs";
import { installChromium, installExtension, installVsCodeServer } from "../../../scripts/vscode/install.mjs";
import { openBrowser } from "./browser.mjs";
import { Workspace } from "./workspace.mjs";

/**
 * Builds and installs what is needed, and gives `body` what all sessions of a run share: VS Code's server, the extension in a folder
 * of extensions, a browser, the restored sample, and a folder that is gone afterwards.
 */
export async function withVsCode(body) {
  const dotnet = await build();
  const installed = await installVsCodeServer();
  const browser = await openBrowser(installed.library, await installChromium());
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "codex-lsp-e2e-")));
  try {
    const extensions = join(folder, "extensions");
    installExtension(extensions);
    const workspace = await Workspace.create(folder, dotnet);
    return await body({ installed, extensions, browser, workspace, folder, environment: dotnet.environment });
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
