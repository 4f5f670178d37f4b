import { existsSync, readFileSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { main, run, Stop } from "./process.mjs";
import { at, root } from "./repository.mjs";

const install = "Install the .NET SDK 10 (https://dotnet.microsoft.com/download), or set DOTNET_ROOT to the folder that has it.";

/** Every place a `dotnet` may be, best first: DOTNET_ROOT, the path, then the folders the installers use. */
export function candidates(env = process.env, platform = process.platform, home = homedir()) {
  const name = platform === "win32" ? "dotnet.exe" : "dotnet";
  const known =
    platform === "win32"
      ? [join(env.ProgramFiles ?? "C:\\Program Files", "dotnet")]
      : ["/usr/share/dotnet", "/usr/lib/dotnet", "/usr/local/share/dotnet", "/opt/dotnet"];
  return [env.DOTNET_ROOT, ...(env.PATH ?? "").split(delimiter), join(home, ".dotnet"), ...known]
    .filter(Boolean)
    .map((folder) => join(folder, name));
}

/** Says why none of the installed SDKs will do, or nothing when one will. `wanted` is the lowest version, as in global.json. */
export function refusal(installed, wanted) {
  const [major, minor, patch] = wanted.split(".").map(Number);
  const fits = (version) => {
    const [m, n, p] = version.split(/[.-]/).map(Number);
    return m === major && n === minor && p >= patch;
  };
  if (installed.some(fits)) {
    return undefined;
  }

  const found = installed.length === 0 ? "no SDK, only a runtime" : installed.join(", ");
  return `This repository is built with .NET SDK ${wanted} or a later ${major}.${minor}; here is ${found}.\n${install}`;
}

/**
 * Finds a fitting SDK, or stops with what to do.
 *
 * @returns {Promise<{ path: string, version: string, environment: NodeJS.ProcessEnv }>} the environment is for every
 * `dotnet` and every program of ours that is started
 */
export async function findDotnet() {
  const path = candidates().find((candidate) => existsSync(candidate));
  if (path === undefined) {
    throw new Stop(
      `The .NET SDK was not found: no \`dotnet\` in DOTNET_ROOT, on the PATH, or where installers put it.\n${install}`,
    );
  }

  const { stdout } = await run(path, ["--list-sdks"]);
  const installed = [...stdout.matchAll(/^(\S+) \[/gm)].map((match) => match[1]);
  const { sdk } = JSON.parse(readFileSync(at("global.json"), "utf8"));
  const reason = refusal(installed, sdk.version);
  if (reason !== undefined) {
    throw new Stop(reason);
  }

  const environment = { ...quiet, ...process.env, ...lonely, DOTNET_ROOT: dirname(realpathSync(path)) };
  return { path, version: (await run(path, ["--version"], { cwd: root })).stdout.trim(), environment };
}

const quiet = { DOTNET_CLI_TELEMETRY_OPTOUT: "1", DOTNET_NOLOGO: "1" };

/** No build server outlives what started it, and messages are in the language the scripts read. */
const lonely = {
  DOTNET_CLI_UI_LANGUAGE: "en",
  DOTNET_CLI_USE_MSBUILD_SERVER: "0",
  MSBUILDDISABLENODEREUSE: "1",
  UseSharedCompilation: "false",
};

await main(import.meta.url, async () => {
  const { path, version } = await findDotnet();
  console.log(`.NET SDK ${version} (${path})`);
  return 0;
});
