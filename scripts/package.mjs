import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { publish } from "./build.mjs";
import { findDotnet } from "./dotnet.mjs";
import { stageExtension } from "./extension.mjs";
import { main, run, Stop } from "./process.mjs";
import { at } from "./repository.mjs";

/** Leaves `dist/codex-lsp-VERSION.vsix`: the extension with a host that runs wherever .NET 10 does. Gives its path. */
export async function pack() {
  const { version } = JSON.parse(readFileSync(at("package.json"), "utf8"));
  const vsix = at("dist", `codex-lsp-${version}.vsix`);
  const folder = at("dist", "vsix");
  const server = at("dist", "vsix.server");
  for (const left of [folder, server, vsix]) {
    rmSync(left, { recursive: true, force: true });
  }

  mkdirSync(server, { recursive: true });
  await publish(await findDotnet(), "server/CodexLsp.Host", ["-p:UseAppHost=false", "-p:DebugType=none"], server);
  await stageExtension(folder, server);
  // Relative links of the README stay relative, for there is no address to prepend.
  const vsce = [at("node_modules", "@vscode", "vsce", "vsce"), "package", "--no-dependencies", "--no-rewrite-relative-links"];
  const { code } = await run(process.execPath, [...vsce, "--allow-missing-repository", "--out", vsix], {
    cwd: folder,
    show: true,
  });
  if (code !== 0) {
    throw new Stop(`vsce could not make the package (exit code ${code}); its messages are above.`);
  }

  return vsix;
}

await main(import.meta.url, async () => {
  console.log(await pack());
  return 0;
});
