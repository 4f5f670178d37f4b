import { spawn } from "node:child_process";
import { readyToRun } from "../../scripts/build.mjs";
import { run, Stop } from "../../scripts/process.mjs";
import { at, host, root } from "../../scripts/repository.mjs";

const runs = 20;
const limit = 1.3;
const initialize = frame({
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { processId: null, rootUri: null, capabilities: {} },
});

/** From the start of the process to its answer to `initialize`, beside a minimal .NET host published with the same flags. */
export async function measure(dotnet) {
  const folder = at("artifacts", "minimal-host");
  const published = await run(
    dotnet.path,
    [
      "publish",
      "tests/benchmarks/minimal-host",
      "-c",
      "Release",
      ...readyToRun,
      "--artifacts-path",
      at("artifacts"),
      "-o",
      folder,
    ].concat(["--disable-build-servers", "--nologo", "-v", "quiet"]),
    { cwd: root, env: dotnet.environment, show: true },
  );
  if (published.code !== 0) {
    throw new Stop("The minimal host could not be built; the messages are above.");
  }

  const programs = { "minimal .NET host": [`${folder}/minimal-host`], "codex-lsp serve": [host, "serve"] };
  const times = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
  for (let index = 0; index < runs + 1; index++) {
    for (const [name, command] of Object.entries(programs)) {
      times[name].push(await answerTime(command, dotnet.environment));
    }
  }

  // The first run of each fills the disk cache and is not counted.
  const medians = Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all.slice(1))]));
  for (const [name, value] of Object.entries(medians)) {
    console.log(`${name.padEnd(18)} ${value.toFixed(0).padStart(5)} ms (median of ${runs})`);
  }

  const ratio = medians["codex-lsp serve"] / medians["minimal .NET host"];
  console.log(`ratio ${ratio.toFixed(2)}, wanted at most ${limit}`);
  return ratio <= limit ? 0 : 1;
}

function answerTime([file, ...args], env) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(file, args, { env, stdio: ["pipe", "pipe", "ignore"] });
    let time;
    child.on("error", reject);
    child.stdout.once("data", () => {
      time = performance.now() - start;
      child.kill();
    });
    child.on("close", (code) =>
      time === undefined ? reject(new Stop(`${file} ended (${code}) without an answer.`)) : resolve(time),
    );
    // A program that ends at once breaks the pipe; its exit code, above, says more than that.
    child.stdin.on("error", () => {}).write(initialize);
  });
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}

function frame(message) {
  const body = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
