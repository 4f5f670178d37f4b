import { spawn } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { build } from "./build.mjs";
import { ShopCopy } from "./demo/shop-copy.mjs";
import { packageExtension } from "./package.mjs";
import { main, run, Stop } from "./process.mjs";
import { cacheFolder, installVsCodeServer } from "./vscode/install.mjs";
import { installExtension, VsCodeServer } from "./vscode/server.mjs";

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
 * `npm start`: a copy of the sample in VS Code with the extension. Everything is in a folder of ours, the profile
 * too: the user's own VS Code is not changed. Without `code` on the PATH it is VS Code in the browser, on this machine only.
 */
await main(import.meta.url, async () => {
  const dotnet = await build();
  const vsix = await packageExtension();
  const folder = join(cacheFolder(), "start");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const shop = new ShopCopy(join(folder, "Shop"));
  await shop.restore(dotnet);
  const place = { file, line: Number(/:(\d+)$/.exec(shop.line(file, "public Checkout("))[1]) };
  const code = editor();
  return code === undefined ? inBrowser(dotnet, vsix, folder, shop, place) : inWindow(code, vsix, folder, shop, place);
});

/** VS Code's command on the PATH. */
function editor() {
  const names = process.platform === "win32" ? ["code.cmd"] : ["code"];
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((path) => existsSync(path));
}

async function inWindow(code, vsix, folder, shop, { file, line }) {
  const profile = join(folder, "profile");
  mkdirSync(join(profile, "User"), { recursive: true });
  writeFileSync(join(profile, "User", "settings.json"), JSON.stringify(settings, null, 2));
  const own = ["--user-data-dir", profile, "--extensions-dir", join(folder, "extensions")];
  const windows = process.platform === "win32";
  await started(await run(code, [...own, "--install-extension", vsix], { shell: windows }));
  const place = ["--goto", `${join(shop.path, file)}:${line}`];
  await started(await run(code, [...own, "--disable-workspace-trust", "--new-window", shop.path, ...place], { shell: windows }));
  console.log(`VS Code opens ${shop.path}.\n${tryThis}`);
  return 0;
}

function started({ code, stdout, stderr }) {
  if (code !== 0) {
    throw new Stop(`VS Code did not do as told (exit code ${code}):\n${stdout}${stderr}`);
  }
}

async function inBrowser(dotnet, vsix, folder, shop, place) {
  const installed = await installVsCodeServer();
  const extensions = join(folder, "extensions");
  await installExtension(installed, vsix, extensions);
  const server = await VsCodeServer.start(installed, { folder, extensions, environment: dotnet.environment, settings });
  const address = server.page(shop.path, place);
  if (process.env.DISPLAY || process.env.WAYLAND_DISPLAY) {
    spawn("xdg-open", [address], { stdio: "ignore" }).on("error", () => console.log("No browser could be opened."));
  }

  console.log(`VS Code is at\n\n  ${address}\n\nOpen it in a browser on this machine; Ctrl+C here ends it.\n${tryThis}`);
  await server.ended;
  return 0;
}
