import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run } from "./process.mjs";
import { root } from "./repository.mjs";
import { readResults } from "./test-results.mjs";

/**
 * Runs `dotnet test` and reads its reports.
 *
 * @param {{ path: string, environment: NodeJS.ProcessEnv }} dotnet
 * @param {string} results the folder for the reports; emptied first
 * @param {string[]} args what to test, and how
 * @param {string[]} [before] a program that runs it, such as one that changes the user
 * @returns {Promise<{ passed: number, failures: { name: string, message: string }[] }>}
 */
export async function dotnetTests(dotnet, results, args, before = []) {
  rmSync(results, { recursive: true, force: true });
  const [program, ...rest] = [...before, dotnet.path, ...args, "--logger", "trx", "--results-directory", results];
  const { code } = await run(program, rest, { cwd: root, env: dotnet.environment, show: true });
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

/** Prints what failed and the sum, and gives the exit code: nothing run is nothing proved. */
export function summary(outcomes) {
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  const failures = outcomes.flatMap((outcome) => outcome.failures);
  for (const { name, message } of failures) {
    console.log(`\nFAILED ${name}\n${message}`);
  }

  console.log(`\n${passed} passed, ${failures.length} failed`);
  return failures.length === 0 && passed > 0 ? 0 : 1;
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
