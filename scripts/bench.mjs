import { readdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { buildHost } from "./build.mjs";
import { main, Stop } from "./process.mjs";
import { at } from "./repository.mjs";

const suffix = ".bench.mjs";

/** `npm run bench -- NAME [ARGUMENTS]`: measures one thing on this machine; `tests/benchmarks/NAME.bench.mjs` is what it does. */
await main(import.meta.url, async () => {
  const names = readdirSync(at("tests", "benchmarks"))
    .filter((name) => name.endsWith(suffix))
    .map((name) => name.slice(0, -suffix.length));
  const [name, ...args] = process.argv.slice(2);
  if (!names.includes(name)) {
    throw new Stop(`Say which benchmark: npm run bench -- ${names.join("|")}`);
  }

  const dotnet = await buildHost();
  const { measure } = await import(pathToFileURL(at("tests", "benchmarks", `${name}${suffix}`)));
  return measure(dotnet, args);
});
