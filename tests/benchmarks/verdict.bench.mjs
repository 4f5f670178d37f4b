import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { readyToRun } from "../../scripts/build.mjs";
import { run, Stop } from "../../scripts/process.mjs";
import { at, root } from "../../scripts/repository.mjs";

const runs = 20;
const subjects = { Shop: "samples/Shop", CodexLsp: "." };

/**
 * Per kind of edit: how long a warm host takes to its verdict, beside `dotnet build --no-restore` of the same edit on the same
 * copy in the same run. Says so and fails when the two disagree. `npm run bench -- verdict [Shop] [CodexLsp]`
 */
export async function measure(dotnet, args) {
  const names = args.length === 0 ? Object.keys(subjects) : args;
  const unknown = names.find((name) => !(name in subjects));
  if (unknown !== undefined) {
    throw new Stop(`There is no ${unknown} to measure on, only ${Object.keys(subjects).join(" and ")}.`);
  }

  const program = await publish(dotnet, "verdict");
  const tables = [];
  let disagreements = 0;
  for (const name of names) {
    const folder = mkdtempSync(join(tmpdir(), "codex-lsp-bench-"));
    try {
      const table = await compare(dotnet, program, name, folder);
      tables.push(table.text);
      disagreements += table.disagreements;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  console.log(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores, .NET SDK ${dotnet.version}\n`);
  console.log(tables.join("\n"));
  return disagreements === 0 ? 0 : 1;
}

/** Publishes the program in `tests/benchmarks/NAME` as the host is published, and gives its path. */
export async function publish(dotnet, name) {
  const folder = at("artifacts", `${name}-benchmark`);
  const artifacts = ["--artifacts-path", at("artifacts"), "-o", folder];
  await must(dotnet, root, ["publish", `tests/benchmarks/${name}`, "-c", "Release", ...readyToRun, ...artifacts]);
  return join(folder, name);
}

async function compare(dotnet, program, name, folder) {
  await copyTracked(at(subjects[name]), folder);
  const solution = join(folder, `${name}.sln`);
  const build = ["build", solution, "--no-restore"];
  await must(dotnet, folder, ["restore", solution]);
  await must(dotnet, folder, build);

  const edits = at("tests", "benchmarks", "verdict", `${name}.json`);
  const { code, stdout, stderr } = await run(program, [solution, edits, `${runs}`], { env: dotnet.environment });
  if (code !== 0) {
    throw new Stop(`The verdicts on ${name} could not be measured:\n${stderr}`);
  }

  const measured = JSON.parse(stdout);
  const rows = [];
  const disagreements = [];
  for (const edit of measured.edits) {
    const undo = write(folder, edit.files);
    const start = performance.now();
    const built = await run(dotnet.path, [...build, ...quiet], { cwd: folder, env: dotnet.environment });
    const buildMs = performance.now() - start;
    undo();
    if ((built.code === 0) !== (edit.verdict === "verified") || edit.verdict !== edit.expected) {
      disagreements.push(
        [
          `${name}, ${edit.kind}: ${edit.verdict}, made to be ${edit.expected}, build ${built.code}`,
          edit.reason,
          ...edit.errors,
          built.stdout,
        ].join("\n"),
      );
    }

    // Back to what the next edit is made on, so that its build has its own work only.
    await must(dotnet, folder, build);
    rows.push(row(edit, buildMs));
    console.log(`${name}: ${rows.at(-1)}`);
  }

  disagreements.forEach((words) => console.error(words));
  const head = `### ${name}.sln (loaded and warm after ${(measured.loadMs / 1000).toFixed(1)} s)\n`;
  const titles = ["Edit", "Verdict", "First", "p50", "p95", "dotnet build", "build ÷ p50"];
  const text = [head, line(titles), line(["---", "---", "---:", "---:", "---:", "---:", "---:"]), ...rows, ""].join("\n");
  return { text, disagreements: disagreements.length };
}

function row({ kind, verdict, milliseconds: [first, ...warm] }, buildMs) {
  const sorted = warm.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.ceil(share * sorted.length) - 1];
  const times = [first, at(0.5), at(0.95)].map((time) => `${time.toFixed(0)} ms`);
  return line([kind, verdict, ...times, `${(buildMs / 1000).toFixed(1)} s`, `${(buildMs / at(0.5)).toFixed(0)} ×`]);
}

const line = (cells) => `| ${cells.join(" | ")} |`;
const quiet = ["--disable-build-servers", "--nologo", "-v", "quiet"];

export async function must(dotnet, cwd, args) {
  const { code, stdout } = await run(dotnet.path, [...args, ...quiet], { cwd, env: dotnet.environment });
  if (code !== 0) {
    throw new Stop(`\`dotnet ${args[0]}\` failed (exit code ${code}):\n${stdout}`);
  }
}

/** Copies what git tracks, as it is on disk. */
export async function copyTracked(from, to) {
  const { stdout } = await run("git", ["ls-files", "-z"], { cwd: from });
  for (const file of stdout.split("\0").filter((name) => name !== "" && existsSync(join(from, name)))) {
    cpSync(join(from, file), join(to, file));
  }
}

/** Writes the files and gives what takes them back. */
function write(folder, files) {
  const before = files.map(({ path }) => (existsSync(join(folder, path)) ? readFileSync(join(folder, path)) : undefined));
  files.forEach(({ path, text }) => writeFileSync(join(folder, path), text));
  return () =>
    files.forEach(({ path }, index) =>
      before[index] === undefined ? rmSync(join(folder, path)) : writeFileSync(join(folder, path), before[index]),
    );
}
