import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findDotnet } from "./dotnet.mjs";
import { extensionInputs, stageExtension } from "./extension.mjs";
import { stamp } from "./inputs.mjs";
import { main, run, Stop } from "./process.mjs";
import { at, extension, host, modelServer, root } from "./repository.mjs";

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

/** Leaves everything in dist/: the host, the scripted model and the extension. What is up to date is not built again. */
export async function build() {
  const dotnet = await buildHost();
  const server = dirname(host);
  const wanted = stamp(root, extensionInputs, { server: readFileSync(`${server}.stamp`, "utf8") });
  await update({ name: "extension", product: join(extension, "extension.js"), wanted }, (folder) =>
    stageExtension(folder, server),
  );
  return dotnet;
}

/** The part that needs no npm packages: the host and the scripted model. */
export async function buildHost() {
  const dotnet = await findDotnet();
  for (const { name, executable, project, inputs, flags } of targets) {
    await update({ name, product: executable, wanted: stamp(root, inputs, { sdk: dotnet.version, flags }) }, (folder) =>
      publish(dotnet, project, flags, folder),
    );
  }

  return dotnet;
}

/** Makes `dist/NAME` with `make` unless what is there was made of the same; until it is complete, what was there stays. */
async function update({ name, product, wanted }, make) {
  const folder = at("dist", name);
  const stampFile = at("dist", `${name}.stamp`);
  if (existsSync(product) && existsSync(stampFile) && readFileSync(stampFile, "utf8") === wanted) {
    console.log(`dist/${name} is up to date.`);
    return;
  }

  console.log(`Building dist/${name} …`);
  const staging = at("dist", `${name}.new`);
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(at("dist"), { recursive: true });
  await make(staging);
  rmSync(stampFile, { force: true });
  rmSync(folder, { recursive: true, force: true });
  renameSync(staging, folder);
  writeFileSync(stampFile, wanted);
}

/** `dotnet publish` into a folder, by the installation that was found. */
export async function publish(dotnet, project, flags, folder) {
  // Outputs of their own: an ordinary `dotnet build` has other settings, and each would make the other start over.
  const { code } = await run(
    dotnet.path,
    ["publish", project, "-c", "Release", ...flags, "--artifacts-path", at("artifacts"), "-o", folder].concat(
      ["-p:PublishDocumentationFiles=false", "-p:PublishReferencesDocumentationFiles=false"],
      ["--disable-build-servers", "--nologo", "-v", "quiet"],
    ),
    { cwd: root, env: dotnet.environment, show: true },
  );
  if (code !== 0) {
    throw new Stop(`\`dotnet publish ${project}\` failed (exit code ${code}); its messages are above. dist/ is as it was.`);
  }
}

await main(import.meta.url, async () => {
  const start = performance.now();
  await build();
  const seconds = Math.round((performance.now() - start) / 1000);
  console.log(`The host is ${host}, the extension is ${extension} (${seconds} s).`);
  return 0;
});
