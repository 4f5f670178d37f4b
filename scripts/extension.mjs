import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installPackages } from "./packages.mjs";
import { at, root } from "./repository.mjs";

/** What of the repository is part of the extension as it is; the bundle, the manifest and the host come on top. Nothing else. */
const copied = ["package.nls.json", "l10n", "extension/images", "docs/images", "README.md", "CHANGELOG.md", "LICENSE"];

/** What `npm run build` makes the extension of, beside the host. */
export const extensionInputs = [...copied, "extension", "package.json", "package-lock.json", "scripts/extension.mjs"];

/**
 * What is run: one file at activation, which everybody waits for, one with `vscode-languageclient`, which comes with the host, and one
 * with the chat, which comes with its first use.
 */
export const bundles = ["extension.js", "HostProcess.js", "openChat.js"];

/** Fields of `package.json` that are for who builds, not for who installs. */
const ofTheRepository = ["private", "scripts", "devDependencies"];

/**
 * Leaves a complete extension in `folder`: what VS Code's extensions folder needs, or what a `.vsix` is made of.
 *
 * @param {string} host the folder of the host that goes with it
 */
export async function stageExtension(folder, host) {
  mkdirSync(folder, { recursive: true });
  await bundle(folder);
  await bundlePage(join(folder, "webview"));
  const manifest = JSON.parse(readFileSync(at("package.json"), "utf8"));
  const fields = {
    ...manifest,
    engines: { vscode: manifest.engines.vscode },
    files: [...bundles, "server", "webview", ...copied],
  };
  const shipped = Object.fromEntries(Object.entries(fields).filter(([name]) => !ofTheRepository.includes(name)));
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(shipped, null, 2)}\n`);
  for (const [from, to] of [...copied.map((name) => [at(name), name]), [host, "server"]]) {
    cpSync(from, join(folder, to), { recursive: true });
  }
}

/** Leaves `bundles` in a folder, for VS Code's Node. */
function bundle(folder) {
  return esbuild({
    entryPoints: ["extension.ts", "host/HostProcess.ts", "chat/openChat.ts"].map((name) => at("extension", "src", name)),
    outdir: folder,
    entryNames: "[name]",
    external: ["vscode", "./HostProcess", "./openChat"],
    // VS Code gives its API to what is required.
    supported: { "dynamic-import": false },
    format: "cjs",
    minify: true,
    legalComments: "none",
    plugins: [withoutFeatures],
  });
}

/** The page of the chat: a script and a style sheet for a browser. */
function bundlePage(folder) {
  const page = at("extension", "webview");
  return esbuild({
    entryPoints: [join(page, "chat.ts"), join(page, "chat.css")],
    outdir: folder,
    platform: "browser",
    target: "es2022",
    format: "iife",
    minify: true,
    legalComments: "none",
  });
}

/** Makes the extension's tests in TypeScript runnable; gives their files. */
export async function bundleTests() {
  const folder = at("dist", "extension-tests");
  rmSync(folder, { recursive: true, force: true });
  const names = readdirSync(at("extension", "test"), { recursive: true }).filter((name) => name.endsWith(".test.ts"));
  const entryPoints = names.map((name) => at("extension", "test", name));
  const alias = { vscode: at("extension", "test", "vscode.ts") };
  const output = { external: ["happy-dom"], outdir: folder, outExtension: { ".js": ".mjs" }, format: "esm", sourcemap: "inline" };
  // The stand-in has what the tests reach.
  await esbuild({ entryPoints, ...output, alias, logOverride: { "import-is-undefined": "silent" } });
  return names.map((name) => join(folder, name.replace(/ts$/, "mjs")));
}

async function esbuild(options) {
  await installPackages();
  const { build } = await import("esbuild");
  const shared = { absWorkingDir: root, bundle: true, platform: "node", target: "node20" };
  await build({ ...shared, logLevel: "warning", ...options });
}

/**
 * Parts of `vscode-languageclient` for abilities that the host does not have: nearly a third of the bundle. In their place stands
 * a feature that announces nothing and does nothing. When the host learns one of them, its line goes.
 */
const unused = [
  ...["callHierarchy", "codeLens", "colorProvider", "completion", "declaration", "definition", "diagnostic", "documentHighlight"],
  ...[
    "documentLink",
    "documentSymbol",
    "executeCommand",
    "fileOperations",
    "foldingRange",
    "formatting",
    "hover",
    "implementation",
  ],
  ...["inlayHint", "inlineCompletion", "inlineValue", "linkedEditingRange", "notebook", "reference", "rename", "selectionRange"],
  ...["semanticTokens", "signatureHelp", "textDocumentContent", "typeDefinition", "typeHierarchy", "workspaceSymbol"],
];

const nothing = `
class NoFeature {
  getState() { return { kind: "static" }; }
  fillClientCapabilities() {}
  initialize() {}
  clear() {}
}
module.exports = new Proxy({}, { get: () => NoFeature });
`;

const withoutFeatures = {
  name: "without-features",
  setup({ onLoad }) {
    onLoad({ filter: new RegExp(`vscode-languageclient[\\\\/]lib[\\\\/]common[\\\\/](${unused.join("|")})\\.js$`) }, () => ({
      contents: nothing,
      loader: "js",
    }));
  },
};
