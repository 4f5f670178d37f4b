import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { at } from "../../scripts/repository.mjs";
import { test } from "./driver/suite.mjs";
import { User } from "./driver/user.mjs";

/** Who runs this must not lend it a key, nor be shown a browser. */
const foreign = /^(CODEX_LSP|OPENAI|AZURE_OPENAI)_(?!CACHE$)|DISPLAY$/;
const file = "Shop.Core/Orders/Checkout.cs";

test("Whoever runs `npm start` and does what it says has an accepted, verified edit", { alone: true }, async ({ browser }) => {
  const start = spawn(process.execPath, [at("scripts", "start.mjs")], {
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))),
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
