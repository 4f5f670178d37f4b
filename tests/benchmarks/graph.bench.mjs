import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { run, Stop } from "../../scripts/process.mjs";
import { root } from "../../scripts/repository.mjs";
import { copyTracked, must, publish } from "./verdict.bench.mjs";

const runs = 20;

/**
 * What tools and context wait for, on a copy of this repository: the file graph beside the least it could do, and symbols of C#.
 * `npm run bench -- graph`
 */
export async function measure(dotnet) {
  const program = await publish(dotnet, "graph");
  const folder = mkdtempSync(join(tmpdir(), "codex-lsp-bench-"));
  try {
    await copyTracked(root, folder);
    await run("git", ["init", "-q"], { cwd: folder });
    await must(dotnet, folder, ["restore", "CodexLsp.sln"]);
    const { code, stdout, stderr } = await run(program, [folder, "CodexLsp.sln", `${runs}`], { env: dotnet.environment });
    if (code !== 0) {
      throw new Stop(`The file graph could not be measured:\n${stderr}`);
    }

    console.log(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores, .NET SDK ${dotnet.version}\n`);
    console.log("| What | First | p50 | p95 |\n| --- | ---: | ---: | ---: |");
    for (const [name, ...times] of stdout
      .trim()
      .split("\n")
      .map((line) => line.split("|"))) {
      console.log(`| ${name} | ${times.map((time) => `${time} ms`).join(" | ")} |`);
    }

    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
