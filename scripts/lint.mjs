import { existsSync } from "node:fs";
import { findDotnet } from "./dotnet.mjs";
import { main, run, Stop } from "./process.mjs";
import { at, root } from "./repository.mjs";

const prettierFiles = "**/*.{js,mjs,ts,json,md,yml}";

/** The linters by name; with `fix` they mend what they can. Each gives an exit code. */
const linters = {
  typescript: async () => {
    const codes = [];
    for (const project of ["extension", "extension/webview", "extension/test/page"]) {
      codes.push(await node("typescript/bin/tsc", ["-p", project]));
    }

    return Math.max(...codes);
  },
  eslint: (fix) => node("eslint/bin/eslint.js", [".", "--max-warnings", "0", ...(fix ? ["--fix"] : [])]),
  prettier: (fix) => node("prettier/bin/prettier.cjs", [fix ? "--write" : "--check", "--log-level", "warn", prettierFiles]),
  dotnet: dotnetFormat,
};

/** Runs the linters named (all without names) and gives 0 only if none found anything. */
export async function lint(names, fix) {
  const unknown = names.find((name) => !(name in linters));
  if (unknown !== undefined) {
    throw new Stop(`There is no linter '${unknown}': the linters are ${Object.keys(linters).join(", ")}.`);
  }

  let worst = 0;
  for (const name of names.length > 0 ? names : Object.keys(linters)) {
    const code = await linters[name](fix);
    console.log(`${name}: ${code === 0 ? "clean" : `found something (npm run format mends what can be mended)`}`);
    worst = Math.max(worst, code);
  }

  return worst;
}

async function node(script, args) {
  const path = at("node_modules", script);
  if (!existsSync(path)) {
    throw new Stop("The linters are not installed. Run `npm ci` first.");
  }

  return (await run(process.execPath, [path, ...args], { cwd: root, show: true })).code;
}

async function dotnetFormat(fix) {
  const dotnet = await findDotnet();
  const settings = { cwd: root, env: dotnet.environment, show: true };
  const restore = await run(dotnet.path, ["restore", "CodexLsp.sln", "-v", "quiet"], settings);
  if (restore.code !== 0) {
    return restore.code;
  }

  return (await run(dotnet.path, ["format", "CodexLsp.sln", "--no-restore", ...(fix ? [] : ["--verify-no-changes"])], settings))
    .code;
}

await main(import.meta.url, () => lint(process.argv.slice(2), false));
