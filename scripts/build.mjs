import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { findDotnet } from "./dotnet.mjs";
import { stamp } from "./inputs.mjs";
import { main, run, Stop } from "./process.mjs";
import { at, host, modelServer, root } from "./repository.mjs";

const shared = [
  ".editorconfig",
  "BannedSymbols.txt",
  "Directory.Build.props",
  "Directory.Packages.props",
  "global.json",
  "scripts/build.mjs",
];

/** Compiled ahead of time for this machine, on the runtime that is installed: the fastest start of what can be built here. */
export const readyToRun = [
  "-r",
  `${{ win32: "win", darwin: "osx" }[process.platform] ?? "linux"}-${process.arch}`,
  "--self-contained",
  "false",
  "-p:PublishReadyToRun=true",
];

const targets = [
  {
    name: "server",
    executable: host,
    project: "server/CodexLsp.Host",
    inputs: ["server", ...shared],
    flags: readyToRun,
  },
  {
    name: "model-server",
    executable: modelServer,
    project: "tests/CodexLsp.ModelServer",
    inputs: ["tests/CodexLsp.ModelServer", ...shared],
    flags: [],
  },
];

/** Leaves the host and the scripted model in dist/. What is up to date is not built again. */
export async function build() {
  const dotnet = await findDotnet();
  for (const target of targets) {
    await publish(target, dotnet);
  }

  return dotnet;
}

async function publish({ name, executable, project, inputs, flags }, dotnet) {
  const folder = at("dist", name);
  const stampFile = at("dist", `${name}.stamp`);
  const wanted = stamp(root, inputs, { sdk: dotnet.version, flags });
  if (existsSync(executable) && existsSync(stampFile) && readFileSync(stampFile, "utf8") === wanted) {
    console.log(`dist/${name} is up to date.`);
    return;
  }

  console.log(`Building dist/${name} …`);
  const staging = at("dist", `${name}.new`);
  rmSync(staging, { recursive: true, force: true });
  // Outputs of their own: an ordinary `dotnet build` has other settings, and each would make the other start over.
  const { code } = await run(
    dotnet.path,
    ["publish", project, "-c", "Release", ...flags, "--artifacts-path", at("artifacts"), "-o", staging].concat(
      ["-p:PublishDocumentationFiles=false", "-p:PublishReferencesDocumentationFiles=false"],
      ["--disable-build-servers", "--nologo", "-v", "quiet"],
    ),
    { cwd: root, env: dotnet.environment, show: true },
  );
  if (code !== 0) {
    throw new Stop(
      `\`dotnet publish ${project}\` failed (exit code ${code}); its messages are above. dist/${name} is as it was.`,
    );
  }

  mkdirSync(at("dist"), { recursive: true });
  rmSync(stampFile, { force: true });
  rmSync(folder, { recursive: true, force: true });
  renameSync(staging, folder);
  writeFileSync(stampFile, wanted);
}

await main(import.meta.url, async () => {
  const start = performance.now();
  await build();
  console.log(`The host is ${host} (${Math.round((performance.now() - start) / 1000)} s).`);
  return 0;
});
