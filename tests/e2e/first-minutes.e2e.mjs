import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { run } from "../../scripts/process.mjs";
import { at } from "../../scripts/repository.mjs";
import { test } from "./driver/suite.mjs";
import { User } from "./driver/user.mjs";

/** Who runs this must not lend it a key, nor be shown a browser. */
const foreign = /^(CODEX_LSP|OPENAI|AZURE_OPENAI)_(?!CACHE$)|DISPLAY$/;
const file = "Shop.Core/Orders/Checkout.cs";

test("Whoever runs `npm start` and does what it says has an accepted, verified edit", { alone: true }, async ({ browser }) => {
  const start = spawn(process.execPath, [at("scripts", "start.mjs")], {
    env: ownEnvironment(),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, reducedMotion: "reduce" });
  try {
    const address = await addressOf(start);
    const page = await context.newPage();
    await page.goto(address);
    const user = new User(page);
    await user.arrive();
    await user.see("public Checkout(IInventory inventory, IPriceRule rule)");
    await user.seeInStatusBar("offline");
    await user.focusEditor();
    await user.prompt("add argument null checks");
    await user.seeInThread("✓ compiles");
    await user.accept();
    await user.see("ArgumentNullException.ThrowIfNull(inventory)");
    await user.save();
    const shop = new URL(address).searchParams.get("folder");
    assert.match(readFileSync(join(shop, file), "utf8"), /ThrowIfNull\(rule\)/);
  } finally {
    const gone = new Promise((resolve) => start.once("exit", resolve));
    start.kill();
    await gone;
  }
});

test("`npm start` opens the sample in the user's own VS Code where `code` is on the PATH", { alone: true }, async (shared) => {
  const bin = mkdtempSync(join(shared.folder, "bin-"));
  const record = join(bin, "arguments");
  writeFileSync(join(bin, "code"), `#!/bin/sh\nprintf '%s\\n' "$@" > '${record}'\n`, { mode: 0o755 });
  const { code, stdout, stderr } = await run(process.execPath, [at("scripts", "start.mjs")], {
    env: { ...ownEnvironment(), PATH: [bin, process.env.PATH].join(delimiter) },
  });
  assert.equal(code, 0, stdout + stderr);
  assert.match(stdout, /Press Ctrl\+I/);

  const given = readFileSync(record, "utf8").trimEnd().split("\n");
  const place = given.at(-1);
  const shop = given.at(-3);
  const [folder, profile, extensions] = ["", "profile", "extensions"].map((name) => join(dirname(shop), name));
  try {
    const own = ["--user-data-dir", profile, "--extensions-dir", extensions, "--disable-workspace-trust"];
    assert.deepEqual(given, [...own, "--new-window", shop, "--goto", place]);
    const [, path, line] = /^(.*):(\d+)$/.exec(place);
    assert.match(readFileSync(path, "utf8").split("\n")[line - 1], /public Checkout\(/);
    assert.ok(existsSync(join(profile, "User", "settings.json")));
    const [extension] = readdirSync(extensions);
    assert.ok(existsSync(join(extensions, extension, "extension.js")));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const ownEnvironment = () => Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));

/** The address that `npm start` prints. */
async function addressOf(start) {
  for await (const line of createInterface({ input: start.stdout })) {
    const address = /^\s*(http:\/\/\S+)$/.exec(line)?.[1];
    if (address !== undefined) {
      start.stdout.resume();
      return address;
    }
  }

  throw new Error("`npm start` ended without an address.");
}
