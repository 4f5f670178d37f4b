import { createHash } from "node:crypto";
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { main, run, Stop } from "../process.mjs";
import { at, extension } from "../repository.mjs";

const packages = ["package.json", "package-lock.json"];
const browsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** What is fetched once and kept: a folder in the user's cache, unless `CODEX_LSP_CACHE` names another. */
export function cacheFolder(env = process.env, home = homedir()) {
  return env.CODEX_LSP_CACHE || join(env.XDG_CACHE_HOME || join(home, ".cache"), "codex-lsp");
}

/**
 * Installs VS Code's own server, the Node it is built for and playwright-core, once for each version of them.
 *
 * @returns {Promise<{ node: string, script: string, library: string }>} the Node, the server's script, and the module
 * that drives a browser
 */
export async function installVsCodeServer() {
  if (process.platform !== "linux") {
    throw new Stop("VS Code in the browser is installed on Linux only. Here, install VS Code so that `code` is on the PATH.");
  }

  const folder = join(cacheFolder(), "vscode-server", versionKey());
  if (!existsSync(folder)) {
    await install(folder);
  }

  const require = createRequire(join(folder, "package.json"));
  return {
    node: join(dirname(require.resolve(`node-linux-${process.arch}/package.json`)), "bin", "node"),
    script: join(folder, "node_modules", "code-server", "lib", "vscode", "out", "server-main.js"),
    library: pathToFileURL(require.resolve("playwright-core")).href,
  };
}

/** Gives a Chromium: `CHROMIUM`, one on the PATH, or Debian's, which is installed when nobody has to be asked for it. */
export async function installChromium() {
  const found = chromium();
  if (found !== undefined) {
    return found;
  }

  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    throw new Stop("No Chromium was found. Install it (`sudo apt-get install chromium`), or set CHROMIUM to its path.");
  }

  console.log("Installing Chromium …");
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", "chromium"]]) {
    const { code, stdout, stderr } = await run("apt-get", ["-qq", ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
    if (code !== 0) {
      throw new Stop(`\`apt-get ${args.join(" ")}\` failed (exit code ${code}):\n${stdout}${stderr}`);
    }
  }

  return chromium() ?? "/usr/bin/chromium";
}

/** Puts the extension, as `npm run build` leaves it, in a folder of extensions. */
export function installExtension(extensions) {
  const { publisher, name, version } = JSON.parse(readFileSync(join(extension, "package.json"), "utf8"));
  cpSync(extension, join(extensions, `${publisher}.${name}-${version}`), { recursive: true });
}

function chromium() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const candidates = [process.env.CHROMIUM, ...browsers.flatMap((name) => folders.map((folder) => join(folder, name)))];
  return candidates.find((path) => path && existsSync(path));
}

function versionKey() {
  const hash = createHash("sha256");
  [...packages, "spdlog.cjs"].forEach((name) => hash.update(readFileSync(source(name))));
  return hash.digest("hex").slice(0, 16);
}

const source = (name) => at("scripts", "vscode", name);

// Whole or not at all: the folder gets its name when everything is in it.
async function install(folder) {
  console.log(`Installing VS Code's server in ${folder} (once, about a minute) …`);
  mkdirSync(dirname(folder), { recursive: true });
  const staging = mkdtempSync(`${folder}.`);
  try {
    packages.forEach((name) => copyFileSync(source(name), join(staging, name)));
    await npm(["ci"], staging);
    const vscode = join(staging, "node_modules", "code-server", "lib", "vscode");
    await npm(["install", "--omit=dev"], vscode);
    await npm(["install", "--omit=dev"], join(vscode, "extensions"));
    copyFileSync(source("spdlog.cjs"), join(vscode, "node_modules", "@vscode", "spdlog", "index.js"));
    if (!existsSync(folder)) {
      renameSync(staging, folder);
    }
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

// Packages' own install scripts would compile what is not needed here.
async function npm(args, cwd) {
  const { code, stdout, stderr } = await run(
    "npm",
    [...args, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
    {
      cwd,
    },
  );
  if (code !== 0) {
    throw new Stop(`\`npm ${args.join(" ")}\` failed in ${cwd} (exit code ${code}):\n${stdout}${stderr}`);
  }
}

await main(import.meta.url, async () => {
  const { script } = await installVsCodeServer();
  console.log(`VS Code's server is ${script}\nThe browser is ${await installChromium()}`);
  return 0;
});
