import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { withVsCode } from "../tests/e2e/driver/run.mjs";
import { chosen, runTests } from "../tests/e2e/driver/suite.mjs";
import { takePictures } from "../tests/e2e/pictures.mjs";
import { main, Stop } from "./process.mjs";
import { at } from "./repository.mjs";

const suffix = ".e2e.mjs";

const options = { pictures: { type: "boolean", default: false }, repeat: { type: "string", default: "1" } };

/** `npm run e2e -- [WORDS…] [--repeat N] [--pictures]`: the extension in real VS Code, driven as a user drives it. */
await main(import.meta.url, async () => {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const repeat = Number(values.repeat);
  if (!Number.isInteger(repeat) || repeat < 1) {
    throw new Stop(`--repeat takes how often the tests are run, from 1, not '${values.repeat}'.`);
  }

  for (const name of readdirSync(at("tests", "e2e")).sort()) {
    if (name.endsWith(suffix)) {
      await import(pathToFileURL(at("tests", "e2e", name)));
    }
  }

  const selected = chosen(positionals);
  if (selected.length === 0) {
    throw new Stop(`No test has ${positionals.map((word) => `'${word}'`).join(" or ")} in its name.`);
  }

  if (values.pictures) {
    await withVsCode((shared) => takePictures(shared, at("docs", "images")));
    return 0;
  }

  const evidence = at("TestResults", "e2e");
  rmSync(evidence, { recursive: true, force: true });
  const total = { passed: 0, failed: 0 };
  await withVsCode(async (shared) => {
    for (let round = 1; round <= repeat; round++) {
      const folder = join(shared.folder, `round-${round}`);
      mkdirSync(folder);
      const outcome = await runTests(shared, selected, { folder, evidence: join(evidence, `round-${round}`) });
      total.passed += outcome.passed;
      total.failed += outcome.failed;
    }
  });
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
});
