import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildHost } from "./build.mjs";
import { buildFindings, proposalFindings } from "./demo/findings.mjs";
import { Host } from "./demo/host.mjs";
import { ScriptedModel } from "./demo/scripted-model.mjs";
import { claim, context, heading, output, proposal, request } from "./demo/show.mjs";
import { ShopCopy } from "./demo/shop-copy.mjs";
import { main, run } from "./process.mjs";

const catalog = "Shop.Core/Catalog.cs";

/** The main job, on copies of the sample, as a user would see it. Every claim is asserted; the first that fails ends the demo. */
await main(import.meta.url, async () => {
  const dotnet = await buildHost();
  const start = performance.now();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "codex-lsp-demo-")));
  const model = new ScriptedModel(dotnet.environment);
  try {
    const shop = new ShopCopy(join(folder, "shop"));
    const host = new Host(dotnet.environment, folder, shop);
    await shop.restore(dotnet);
    await offlineEdit(host, shop);
    host.use(await model.start("tests/fixtures/model/demo.json"));
    await modelEdit(host, shop, model);
    await caughtEdit(host, shop, new ShopCopy(join(folder, "other")), dotnet);
    const repaired = await repairedEdit(host, shop);
    claim("so far nothing was written: every byte of the copy is as it was", shop.isPristine());
    await acceptAndUndo(host, shop, repaired);
  } finally {
    await model.stop();
    rmSync(folder, { recursive: true, force: true });
  }

  console.log(`\nAll of it happened, in ${Math.round((performance.now() - start) / 1000)} s.`);
  return 0;
});

async function offlineEdit(host, shop) {
  heading("An edit with the offline model: no key, no network");
  const place = shop.member("Shop.Core/Orders/Checkout.cs", "public Checkout(");
  const edit = ["edit", place, "add argument null checks"];
  request(edit);
  const shown = await host.run([...edit, "--provider", "offline"]);
  output(shown);
  const { answer, code } = await host.ask([...edit, "--provider", "offline"]);
  claim("the result compiles: verdict `verified`, exit code 0", answer.verification.status === "verified" && code === 0, answer);
  claim(
    "the change checks both arguments",
    ["inventory", "rule"].every((argument) => checks(answer, argument)),
    answer,
  );
  claim(
    "a person is shown the same change",
    shown.code === 0 && addedLines(answer).every((line) => shown.stdout.includes(line)),
    shown,
  );
}

async function modelEdit(host, shop, model) {
  heading("An edit with a model, over HTTP (a scripted one, so that the demo needs no key)");
  const answer = await edit(host, shop.member("Shop.Core/Orders/OrderLineExtensions.cs", "public static Money Subtotal("), {
    words: "write the sum as a plain loop",
    code: 0,
  });
  claim("the result compiles: verdict `verified`, exit code 0", answer.verification.status === "verified", answer);
  const asked = await model.requests();
  claim("the model's server got one request, and no key", asked.length === 1 && !("authorization" in asked[0].headers), asked);
}

async function caughtEdit(host, shop, other, dotnet) {
  heading("An edit that breaks a caller in another project");
  const place = shop.member(catalog, "public Result<Product> Find(");
  const words = "look in one category only";
  const answer = await edit(host, place, { words, code: 5 });
  const caller = shop.line("Shop.App/Program.cs", "catalog.Find(");
  const found = proposalFindings(answer.verification.introduced, shop.path);
  claim(
    `caught: verdict \`broken\`, exit code 5, naming the caller, ${caller}`,
    found.some((finding) => finding.startsWith(caller)),
    answer,
  );

  console.log("\n  The same change, applied by force to another copy and built there:");
  await other.restore(dotnet);
  const forced = await host.in(other).ask(["edit", place, words, "--apply", "--force"]);
  claim(
    "`--apply --force` writes it and still says so with exit code 5",
    forced.code === 5 && !other.isPristine(),
    forced.answer,
  );
  const built = await run(dotnet.path, ["build", "Shop.sln", "-v", "quiet", "--nologo"], {
    cwd: other.path,
    env: dotnet.environment,
  });
  const errors = buildFindings(built.stdout, other.path);
  console.log(["$ dotnet build Shop.sln", ...errors].map((line) => `    ${line}`).join("\n"));
  claim("`dotnet build` names the same errors at the same lines", built.code !== 0 && String(errors) === String(found), {
    errors,
    found,
  });
}

async function repairedEdit(host, shop) {
  heading("An edit that forgets a using, repaired without asking the model again");
  const answer = await edit(host, shop.member(catalog, "public IEnumerable<Product> InCategory("), {
    words: "sort by name ordinally, whatever the culture",
    code: 0,
  });
  claim("the result compiles: verdict `verified`, exit code 0", answer.verification.status === "verified", answer);
  claim(
    `repaired by the compiler's words alone: ${answer.verification.repaired.join(", ")}`,
    answer.verification.repaired.length > 0 && answer.rounds === 1 && addedLines(answer).includes("using System;"),
    answer,
  );
  return answer;
}

async function acceptAndUndo(host, shop, { id }) {
  heading("Accept, and take it back");
  const before = shop.describe(catalog);
  request(["accept", id]);
  const accepted = await host.ask(["accept", id]);
  const after = shop.describe(catalog);
  console.log(`  before  ${before}\n  after   ${after}`);
  claim(
    "the file on disk has changed, and no other",
    accepted.answer.applied && after !== before && shop.changed().join() === catalog,
    accepted,
  );
  request(["undo", id]);
  const undone = await host.ask(["undo", id]);
  console.log(`  undone  ${shop.describe(catalog)}`);
  claim("every byte is as before", undone.answer.applied && undone.code === 0 && shop.isPristine(), undone);
}

/** One edit as a user sees it: the request, the context that is sent, the diff and the verdict. */
async function edit(host, place, { words, code }) {
  request(["context", place]);
  const pack = (await host.ask(["context", place])).answer;
  context(pack);
  claim("the context keeps to its budget", pack.items.length > 0 && pack.tokens <= pack.budget, pack);
  request(["edit", place, words]);
  const asked = await host.ask(["edit", place, words]);
  proposal(asked.answer, host.workspace.path);
  claim(`exit code ${code}`, asked.code === code, asked);
  return asked.answer;
}

function addedLines(answer) {
  return answer.files.flatMap((file) =>
    file.hunks.flatMap(({ oldText, newText }) => {
      const old = new Set(oldText.split(/\r?\n/));
      return newText.split(/\r?\n/).filter((line) => line.trim() !== "" && !old.has(line));
    }),
  );
}

function checks(answer, argument) {
  return addedLines(answer).some((line) => line.toLowerCase().includes("null") && line.includes(argument));
}
