import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { build } from "./build.mjs";
import { ShopCopy } from "./demo/shop-copy.mjs";
import { main, Stop } from "./process.mjs";
import { installExtension, installVsCodeServer } from "./vscode/install.mjs";
import { VsCodeServer } from "./vscode/server.mjs";

const file = "Shop.Core/Orders/Checkout.cs";
const settings = { "workbench.startupEditor": "none", "git.openRepositoryInParentFolders": "never" };

const tryThis = `
Try this; no key and no network are needed, an offline model answers:
  1. The cursor is in a constructor in Checkout.cs. Press Ctrl+I.
  2. Type "add argument null checks" and press Ctrl+Enter.
  3. Read the diff and the verdict under the code: it was compiled against the whole solution.
  4. Ctrl+Enter accepts it, Ctrl+Z takes it back. Nothing is on disk until you save.
`;

/**
 * `npm start`: a copy of the sample in VS Code with the extension. Everything is in a temporary folder, the
 * profile too: the user's own VS Code is not changed. Without `code` on the PATH it is VS Code in the browser, on this machine only.
 */
await main(import.meta.url, async () => {
  const dotnet = await build();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "codex-lsp-start-")));
  const shop = new ShopCopy(join(folder, "Shop"));
  await shop.restore(dotnet);
  const place = { file, line: Number(/:(\d+)$/.exec(shop.line(file, "public Checkout("))[1]) };
  const extensions = join(folder, "extensions");
  installExtension(extensions);
  const code = editor();
  const options = { folder, extensions, environment: dotnet.environment, settings };
  return code === undefined ? inBrowser(options, shop, place) : inWindow(code, options, shop, place);
});

/** VS Code's command on the PATH. */
function editor() {
  const name = process.platform === "win32" ? "code.cmd" : "code";
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

async function inWindow(code, { folder, extensions, environment, settings }, shop, { file, line }) {
  const profile = join(folder, "profile");
  mkdirSync(join(profile, "User"), { recursive: true });
  writeFileSync(join(profile, "User", "settings.json"), JSON.stringify(settings, null, 2));
  const own = ["--user-data-dir", profile, "--extensions-dir", extensions, "--disable-workspace-trust"];
  const { status, error } = spawnSync(code, [...own, "--new-window", shop.path, "--goto", `${join(shop.path, file)}:${line}`], {
    env: environment,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (error !== undefined || status !== 0) {
    throw new Stop(`VS Code (${code}) could not be opened: ${error?.message ?? `exit code ${status}`}.`);
  }

  console.log(`VS Code opens ${shop.path}.\n${tryThis}`);
  return 0;
}

async function inBrowser(options, shop, place) {
  process.on("exit", () => rmSync(options.folder, { recursive: true, force: true }));
  const server = await VsCodeServer.start(await installVsCodeServer(), options);
  const address = server.page(shop.path, { place });
  if (process.env.DISPLAY || process.env.WAYLAND_DISPLAY) {
    spawn("xdg-open", [address], { stdio: "ignore" }).on("error", () => console.log("No browser could be opened."));
  }

  console.log(`VS Code is at\n\n  ${address}\n\nOpen it in a browser on this machine; Ctrl+C here ends it.\n${tryThis}`);
  await server.ended;
  return 0;
}
