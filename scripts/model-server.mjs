import { spawn } from "node:child_process";
import { buildHost } from "./build.mjs";
import { main } from "./process.mjs";
import { modelServer } from "./repository.mjs";

// Builds without a word on standard output: the server's first line there is its address.
console.log = console.error;

await main(import.meta.url, async () => {
  const dotnet = await buildHost();
  const server = spawn(modelServer, process.argv.slice(2), { stdio: "inherit", env: dotnet.environment });
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => server.kill(signal));
  }

  return new Promise((resolve, reject) => server.on("error", reject).on("exit", (code) => resolve(code ?? 0)));
});
