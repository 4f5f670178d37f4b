import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ShopCopy } from "../../scripts/demo/shop-copy.mjs";
import { HostClient } from "./host-client.mjs";

const runs = 60;
const limit = 50;
const file = "Shop.Core/Orders/Checkout.cs";

/**
 * The light bulb and the context of an edit, each right after a key press, on a loaded copy of the sample; beside them a listing
 * that asks for no kind there is, which is the way to the host and back. Fails when the light bulb's median is more than 50 ms over it.
 */
export async function measure(dotnet) {
  const folder = mkdtempSync(join(tmpdir(), "codex-lsp-actions-"));
  const shop = new ShopCopy(join(folder, "Shop"));
  await shop.restore(dotnet);
  const client = new HostClient(shop.path, { ...dotnet.environment, XDG_CONFIG_HOME: folder, XDG_STATE_HOME: folder });
  try {
    return report(await times(client, shop.path));
  } finally {
    await client.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function times(client, root) {
  const uri = pathToFileURL(join(root, file)).href;
  const text = readFileSync(join(root, file), "utf8");
  const line = text.split("\n").findIndex((l) => /^ {4}public .*\(.*\)/.test(l)) + 2;
  const range = { start: { line, character: 8 }, end: { line, character: 8 } };
  const textDocument = { uri };
  await client.start(root, { provider: "offline" });
  await client.loaded;
  client.notify("textDocument/didOpen", { textDocument: { uri, languageId: "csharp", version: 1, text } });
  const asked = {
    "nothing (floor)": ["textDocument/codeAction", { textDocument, range, context: { diagnostics: [], only: ["none"] } }],
    "code actions": ["textDocument/codeAction", { textDocument, range, context: { diagnostics: [] } }],
    context: ["codex/context", { textDocument, range }],
  };
  const measured = Object.fromEntries(Object.keys(asked).map((name) => [name, []]));
  for (let version = 2, index = 0; index < runs + 10; index++) {
    for (const [name, [method, params]] of Object.entries(asked)) {
      const change = { range: { start: range.start, end: range.start }, text: index % 2 ? "/**/" : " " };
      client.notify("textDocument/didChange", { textDocument: { uri, version: version++ }, contentChanges: [change] });
      const start = performance.now();
      await client.ask(method, params);
      measured[name].push(performance.now() - start);
    }
  }

  // The first ones compile and are compiled themselves.
  return Object.entries(measured).map(([name, all]) => [name, all.slice(10).toSorted((a, b) => a - b)]);
}

function report(measured) {
  const at = (all, share) => all[Math.floor(all.length * share)];
  for (const [name, all] of measured) {
    console.log(
      `${name.padEnd(16)} p50 ${at(all, 0.5).toFixed(1).padStart(6)} ms   p95 ${at(all, 0.95).toFixed(1).padStart(6)} ms`,
    );
  }

  const [floor, actions] = measured.map(([, all]) => at(all, 0.5));
  console.log(`code actions ${(actions - floor).toFixed(0)} ms over the floor, wanted at most ${limit}`);
  return actions - floor <= limit ? 0 : 1;
}
