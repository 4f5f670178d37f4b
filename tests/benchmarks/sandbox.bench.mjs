import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { readyToRun } from "../../scripts/build.mjs";
import { run, Stop } from "../../scripts/process.mjs";
import { at, root } from "../../scripts/repository.mjs";

/** A sandboxed `true` may take this long, half of the time: nobody feels it. */
const most = 60;

/** What the sandbox adds to a command: `true`, 200 times, and `dotnet build` of the sample. `npm run bench -- sandbox` */
export async function measure(dotnet) {
  const program = at("artifacts", "sandbox-benchmark");
  const publish = [
    "publish",
    "tests/benchmarks/sandbox",
    "-c",
    "Release",
    ...readyToRun,
    "--artifacts-path",
    at("artifacts"),
    "-o",
    program,
  ];
  await must(dotnet.path, [...publish, "--nologo", "-v", "quiet"], root, dotnet.environment);
  const folder = mkdtempSync(join(tmpdir(), "codex-lsp-bench-"));
  try {
    const shop = join(folder, "Shop");
    cpSync(at("samples", "Shop"), shop, { recursive: true, filter: (path) => !/[\\/](bin|obj)$/.test(path) });
    await must(dotnet.path, ["restore", shop, "-v", "quiet"], folder, dotnet.environment);
    const inside = (runs, ...command) =>
      times(join(program, "sandbox"), [shop, join(folder, "state"), `${runs}`, ...command], dotnet.environment);
    const empty = await inside(200, "true");
    const built = await inside(3, dotnet.path, "build", "Shop.sln");
    console.log(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores\n`);
    console.log("| Command in the sandbox | First | p50 | p95 |\n| --- | ---: | ---: | ---: |");
    console.log(row("`true`", empty));
    console.log(row("`dotnet build Shop.sln`", built));
    return share(empty, 0.5) <= most ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function times(program, args, env) {
  const out = await must(program, args, root, env);
  return out.trim().split("\n").map(Number);
}

async function must(program, args, cwd, env) {
  const { code, stdout, stderr } = await run(program, args, { cwd, env });
  if (code !== 0) {
    throw new Stop(`\`${program} ${args.join(" ")}\` failed (exit code ${code}):\n${stdout}${stderr}`);
  }

  return stdout;
}

const share = (all, part) => all.toSorted((a, b) => a - b)[Math.ceil(part * all.length) - 1];
const row = (title, all) =>
  `| ${title} | ${[all[0], share(all, 0.5), share(all, 0.95)].map((ms) => `${ms.toFixed(0)} ms`).join(" | ")} |`;
