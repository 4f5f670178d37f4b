import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { test } from "node:test";
import { bundles, stageExtension } from "../../scripts/extension.mjs";
import { filesUnder } from "../../scripts/inputs.mjs";
import { at, root } from "../../scripts/repository.mjs";

const text = (...path) => readFileSync(at(...path), "utf8");
const manifest = JSON.parse(text("package.json"));
const { contributes } = manifest;
const properties = contributes.configuration.properties;
const sourcesOf = (folder) => filesUnder(root, [folder]).map((path) => ({ path, text: text(path) }));
const sources = sourcesOf("extension/src");
const page = sourcesOf("extension/webview").filter(({ path }) => path.endsWith(".ts"));
const code = sources.map((source) => source.text).join("\n");

/** Every first group of the pattern, in all sources, each once, in order. */
const found = (pattern, words = code) => [...new Set([...words.matchAll(pattern)].map((match) => match[1]))].sort();

test("Only stable API: the types are those of the oldest VS Code we run in, and no proposal is enabled", () => {
  assert.equal(`^${manifest.devDependencies["@types/vscode"]}`, manifest.engines.vscode);
  assert.ok(!("enabledApiProposals" in manifest));
  assert.deepEqual(
    filesUnder(root, ["extension"]).filter((path) => path.endsWith(".d.ts")),
    [],
  );
});

/** Places for menus that are finished API in the oldest VS Code we run in. */
const stableMenus = [
  ...["commandPalette", "comments/comment/context", "comments/comment/title", "comments/commentThread/context"],
  ...["comments/commentThread/title", "editor/context", "editor/title", "editor/title/context", "editor/title/run"],
  ...["explorer/context", "scm/change/title", "scm/resourceState/context", "scm/title", "view/item/context", "view/title"],
];

test("Only stable API: menus are in places that are no proposal", () =>
  assert.deepEqual(
    Object.keys(contributes.menus ?? {}).filter((place) => !stableMenus.includes(place)),
    [],
  ));

test("Every command that is contributed is registered, and the other way round", () =>
  assert.deepEqual(
    // In a call, or as the key of a table that is registered.
    found(/(?:register(?:TextEditor)?Command\(\s*"|^ +"(?=codexLsp\.\w+": ))([^"]+)"/gm),
    contributes.commands.map(({ command }) => command).sort(),
  ));

test("Every command that is run, by a key, a menu, a message or the code, exists", () => {
  const known = new Set(contributes.commands.map(({ command }) => command));
  const menus = Object.values(contributes.menus ?? {}).flat();
  const run = [
    ...found(/"(codexLsp\.\w+)"/g).filter((name) => !name.startsWith("codexLsp.state")),
    ...(contributes.keybindings ?? []),
    ...menus,
  ]
    .map((entry) => entry.command ?? entry)
    .filter((name) => name.startsWith("codexLsp."));
  const views = Object.values(contributes.views ?? {}).flat();
  const others = new Set(["codexLsp.status", ...views.map(({ id }) => id)]);
  assert.deepEqual(
    run.filter((name) => !known.has(name) && !others.has(name)),
    [],
  );
});

test("Commands are sorted, and what a user can run is explained in docs/vscode.md", () => {
  const commands = contributes.commands.map(({ command }) => command);
  assert.deepEqual(commands, [...commands].sort());
  const titles = JSON.parse(text("package.nls.json"));
  const hidden = new Set(
    (contributes.menus?.commandPalette ?? []).filter(({ when }) => when === "false").map(({ command }) => command),
  );
  const page = text("docs", "vscode.md");
  assert.deepEqual(
    commands.filter(
      (command) => !hidden.has(command) && !page.includes(`_Codex: ${titles[`command.${command.slice("codexLsp.".length)}`]}_`),
    ),
    [],
  );
});

/** Settings that the manifest reads itself. */
const inWhenClauses = found(/\bconfig\.codexLsp\.([\w.]+)/g, text("package.json"));

test("Settings are the host's keys, with its values, and a workspace can set those that it may", () => {
  const keys = Object.entries(JSON.parse(text("docs", "config.schema.json")).properties).filter(
    ([name, { properties: group }]) => name !== "$schema" && group === undefined,
  );
  const free = found(/^\| `([\w.]+)` +\|[^|]*\|[^|]*\| set it +\|/gm, text("docs", "configuration.md"));
  const expected = keys.map(([name, key]) => [
    `codexLsp.${name}`,
    { scope: free.includes(name) ? "resource" : "application", enum: key.enum, minimum: key.minimum, maximum: key.maximum },
  ]);
  const own = [...found(/get(?:<[^>]*>)?\(\s*"([\w.]+)"/g), ...inWhenClauses].map((name) => `codexLsp.${name}`);
  const hosts = Object.entries(properties).filter(([name]) => !own.includes(name));
  assert.ok(free.length > 0 && own.length > 0);
  assert.deepEqual(
    Object.fromEntries(
      hosts.map(([name, p]) => [name, { scope: p.scope, enum: p.enum, minimum: p.minimum, maximum: p.maximum }]),
    ),
    Object.fromEntries(expected),
  );
});

test("A setting that only the extension reads is read, and one that names a program is the machine's", () => {
  const own = Object.keys(properties).filter((name) => /^codexLsp\.(chat|dotnet|inlineEdit)\./.test(name));
  assert.deepEqual(
    own.filter(
      (name) => !code.includes(`"${name.slice("codexLsp.".length)}"`) && !inWhenClauses.includes(name.slice("codexLsp.".length)),
    ),
    [],
  );
  assert.equal(properties["codexLsp.dotnet.path"].scope, "machine");
});

test("Every text of the manifest is in package.nls.json, and nothing else is", () =>
  assert.deepEqual(found(/"%([^"%]+)%"/g, text("package.json")), Object.keys(JSON.parse(text("package.nls.json"))).sort()));

test("The key of Accept writes no line where an edit is, in whatever phase", () => {
  const { when } = contributes.keybindings.find(({ command }) => command === "codexLsp.accept");
  const states = new RegExp(/codexLsp\.state =~ \/(.*)\/$/.exec(when)?.[1] ?? "none");
  const phases = ["streaming", "verifying", "ready", "stale", "failed"];
  assert.deepEqual(
    ["idle", ...phases].filter((phase) => states.test(phase)),
    phases,
  );
});

test("l10n/bundle.l10n.json has every text that translators need", () => {
  const texts = found(/l10n\.t\(\s*"((?:[^"\\]|\\.)*)"/g).map((escaped) => JSON.parse(`"${escaped}"`));
  assert.equal(code.match(/l10n\.t\(/g)?.length, code.match(/l10n\.t\(\s*"/g)?.length, "l10n.t gets its text as a literal");
  const expected = `${JSON.stringify(Object.fromEntries(texts.map((words) => [words, words])), null, 2)}\n`;
  const file = at("l10n", "bundle.l10n.json");
  if (process.env.UPDATE_EXPECT === "1") {
    writeFileSync(file, expected);
  }

  assert.equal(readFileSync(file, "utf8"), expected);
});

const linesOfCode = (files) =>
  files.flatMap((file) => file.text.split("\n")).filter((line) => !/^\s*($|\/\/|\/\*|\*)/.test(line)).length;

test("The page of the chat draws: it is small, holds no text as markup, reaches nothing and asks the extension for everything", () => {
  assert.ok(linesOfCode(page) <= 900, `extension/webview has ${linesOfCode(page)} lines of code, more than 900`);
  const imports = page.flatMap((source) => [...source.text.matchAll(/from "([^."][^"]*)"/g)].map((match) => match[1]));
  assert.deepEqual(imports, ["markdown-it"]);
  // From the extension it has types, and what is pure.
  const values = page.flatMap((source) =>
    [...source.text.matchAll(/^import (?!type ).*from "(\.\.\/src[^"]*)"/gm)].map((m) => m[1]),
  );
  assert.deepEqual(values, ["../src/text/unseen"]);
  const all = page.map((source) => source.text).join("\n");
  assert.deepEqual(found(/\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|DOMParser|Range\(\))/g, all), []);
  assert.deepEqual(found(/\b(fetch|eval|Function|XMLHttpRequest|WebSocket|EventSource|sendBeacon|open)\(/g, all), []);
  assert.deepEqual(found(/\b(on[a-z]+|src|style): ["`]/g, all), []);
});

test("The page's sentences are those the extension gives it", () => {
  const all = page.map((source) => source.text).join("\n");
  const given = found(/^ {2}(\w+): l10n\.t/gm, /pageWords = [^]*?\n\}\);/.exec(code)[0]);
  const named = found(/\bsay\("(\w+)"/g, all);
  assert.deepEqual(
    named.filter((name) => !given.includes(name)),
    [],
  );
  // Others are named by a value of the protocol, such as a mode or a risk.
  const values = found(/"(\w+)"/g, text("extension", "src", "protocol.ts"));
  assert.deepEqual(
    given.filter((name) => !all.includes(`"${name}"`) && !values.includes(name)),
    [],
  );
});

test("The extension draws: it is small, knows no files but the locator's, starts nothing but the host and calls nobody", () => {
  const own = sources.filter(({ path }) => path !== "extension/src/protocol.ts");
  assert.ok(linesOfCode(own) <= 3450, `extension/src has ${linesOfCode(own)} lines of code, more than 3,450`);
  const imports = sources.flatMap((source) =>
    [...source.text.matchAll(/(?:from|import\()\s*"([^."][^"]*)"/g)].map(
      (match) => `${relative("extension/src", source.path)}: ${match[1]}`,
    ),
  );
  const allowed = /: (vscode|node:path)$/;
  assert.deepEqual(imports.filter((line) => !allowed.test(line)).sort(), [
    "host/HostProcess.ts: vscode-languageclient/node",
    "host/dotnet.ts: node:fs",
    "host/dotnet.ts: node:os",
  ]);
  assert.deepEqual(found(/\b(fetch|require|XMLHttpRequest|WebSocket|eval)\(/g), []);
});

test("A message has words of our own or plain ones: the editor would make links of others'", () => {
  const shown = found(/show(?:Error|Warning|Information|\$\{level\})Message`?\]?\(\s*([^,;\n]*)/g);
  assert.deepEqual(
    shown.filter((words) => !/^(plain\(|words\.\w+\(\))/.test(words)),
    [],
  );
  assert.ok(shown.length > 5, "messages were found");
  assert.match(code, /onNotification\("window\/showMessage"/, "the client's own way of showing messages is replaced");
});

test("Markdown in the editor is no HTML, and only one place of it has command links: those of an edit, without a word of others", () => {
  assert.deepEqual(found(/\.isTrusted = ([^;]*);/g), ["{ enabledCommands: linkedCommands }"]);
  assert.deepEqual(found(/\b(supportHtml|isTrusted: true|isTrusted = true)\b/g), []);
});

test("The language client is loaded with the host and the chat with its view, not with the extension", () =>
  assert.deepEqual(
    sources.filter((source) => /^import (?!type ).*(HostProcess|openChat)"/m.test(source.text)).map(({ path }) => path),
    [],
  ));

test("The package holds the bundle, the host and what is read, and what is run is at most 400 kB", async () => {
  const folder = mkdtempSync(join(tmpdir(), "codex-lsp-extension-"));
  try {
    // Any folder will do for the host: what goes into its own is not chosen here.
    await stageExtension(join(folder, "staged"), at("docs", "decisions"));
    const { listFiles } = await import("@vscode/vsce");
    const listed = await listFiles({ cwd: join(folder, "staged"), dependencies: false });
    assert.deepEqual(
      listed.filter((path) => !path.startsWith("server/")).sort(),
      [
        "CHANGELOG.md",
        "LICENSE",
        "README.md",
        ...readdirSync(at("docs", "images")).map((name) => `docs/images/${name}`),
        ...bundles,
        "extension/images/chat.svg",
        "extension/images/icon.png",
        "l10n/bundle.l10n.json",
        "package.json",
        "package.nls.json",
        "webview/chat.css",
        "webview/chat.js",
      ].sort(),
    );
    assert.equal(listed.filter((path) => path.startsWith("server/")).length, readdirSync(at("docs", "decisions")).length);
    const size = (name) => statSync(join(folder, "staged", name)).size;
    assert.ok(bundles.reduce((sum, name) => sum + size(name), 0) <= 400_000);
    assert.ok(size("extension.js") <= 100_000, "what is not needed at activation is loaded later");
    assert.ok(size("webview/chat.js") <= 150_000);
    const shipped = JSON.parse(readFileSync(join(folder, "staged", "package.json"), "utf8"));
    assert.deepEqual(
      ["scripts", "devDependencies", "private"].filter((name) => name in shipped),
      [],
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
