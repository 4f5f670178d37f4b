import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run as runNodeTests } from "node:test";
import { build } from "./build.mjs";
import { bundleTests } from "./extension.mjs";
import { main, run } from "./process.mjs";
import { at, root } from "./repository.mjs";
import { readResults } from "./test-results.mjs";

/** Every test that needs no browser and no privileges; arguments go to `dotnet test`, as in `npm test -- --filter Name`. */
await main(import.meta.url, async () => {
  const dotnet = await build();
  const outcomes = [await nodeTests(), await dotnetTests(dotnet, process.argv.slice(2))];
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  const failures = outcomes.flatMap((outcome) => outcome.failures);
  for (const { name, message } of failures) {
    console.log(`\nFAILED ${name}\n${message}`);
  }

  console.log(`\n${passed} passed, ${failures.length} failed`);
  return failures.length === 0 && passed > 0 ? 0 : 1;
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

async function dotnetTests(dotnet, args) {
  const results = at("TestResults");
  rmSync(results, { recursive: true, force: true });
  const { code } = await run(
    dotnet.path,
    ["test", "CodexLsp.sln", "--logger", "trx", "--results-directory", results, "--nologo", "-v", "quiet", ...args],
    { cwd: root, env: dotnet.environment, show: true },
  );
  const outcome = { passed: 0, failures: [] };
  for (const file of reports(results)) {
    const { passed, failures } = readResults(readFileSync(file, "utf8"));
    outcome.passed += passed;
    outcome.failures.push(...failures);
  }

  if (code !== 0 && outcome.failures.length === 0) {
    outcome.failures.push({ name: "dotnet test", message: `exit code ${code}, no failed test: its messages are above` });
  }

  return outcome;
}

function reports(folder) {
  try {
    return readdirSync(folder, { recursive: true })
      .filter((name) => name.endsWith(".trx"))
      .map((name) => join(folder, name));
  } catch (error) {
    if (error.code === "ENOENT") {
      return [];
    }

    throw error;
  }
}
