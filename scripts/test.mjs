import { readdirSync } from "node:fs";
import { run as runNodeTests } from "node:test";
import { build } from "./build.mjs";
import { dotnetTests, summary } from "./dotnet-tests.mjs";
import { bundleTests } from "./extension.mjs";
import { main } from "./process.mjs";
import { at } from "./repository.mjs";

/** Every test that needs no browser and no privileges; arguments go to `dotnet test`, as in `npm test -- --filter Name`. */
await main(import.meta.url, async () => {
  const dotnet = await build();
  const solution = ["test", "CodexLsp.sln", "--nologo", "-v", "quiet", ...process.argv.slice(2)];
  return summary([await nodeTests(), await dotnetTests(dotnet, at("TestResults"), solution)]);
});

async function nodeTests() {
  const written = ["scripts", "extension/test"].flatMap((folder) =>
    readdirSync(at(folder), { recursive: true })
      .filter((name) => name.endsWith(".test.mjs"))
      .map((name) => at(folder, name)),
  );
  const files = [...written, ...(await bundleTests())];
  const outcome = { passed: 0, failures: [] };
  for await (const { type, data } of runNodeTests({ files, concurrency: true })) {
    if (data.details?.type === "suite") {
      continue;
    }

    if (type === "test:pass") {
      outcome.passed++;
    } else if (type === "test:fail") {
      outcome.failures.push({ name: data.name, message: String(data.details.error.cause?.stack ?? data.details.error) });
    }
  }

  return outcome;
}
