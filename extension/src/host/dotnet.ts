import { existsSync, readdirSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { posix, win32 } from "node:path";

/** The major version of the .NET runtime that the host is built for; later ones run it, too. */
export const neededRuntime = 10;

/** The machine, as far as finding `dotnet` is concerned. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The file that a path leads to, through every link; undefined when there is none. */
  resolve(path: string): string | undefined;
  /** The names in a folder; none when there is no such folder. */
  list(folder: string): readonly string[];
}

/** Where `dotnet` is: the executable and the folder of the installation; or which installations were found that will not do. */
export type DotnetLocation =
  | { readonly kind: "found"; readonly executable: string; readonly root: string }
  | { readonly kind: "missing"; readonly tooOld: readonly string[] };

/**
 * Finds the `dotnet` that can run the host: the setting (an executable or its folder; then nothing else is tried), `DOTNET_ROOT`,
 * `PATH`, and the folders that installers use. Only looks; starts nothing.
 */
export function findDotnet(setting: string, machine: Machine = thisMachine): DotnetLocation {
  const path = machine.platform === "win32" ? win32 : posix;
  const name = machine.platform === "win32" ? "dotnet.exe" : "dotnet";
  const candidates =
    setting === "" ? folders(machine).map((folder) => path.join(folder, name)) : [setting, path.join(setting, name)];
  const tooOld: string[] = [];
  for (const candidate of new Set(candidates.filter((candidate) => path.isAbsolute(candidate)))) {
    const executable = machine.resolve(candidate);
    if (executable === undefined) {
      continue;
    }

    // /usr/bin/dotnet is a link into the folder that has the runtimes.
    const root = path.dirname(executable);
    const versions = machine.list(path.join(root, "shared", "Microsoft.NETCore.App"));
    if (versions.some((version) => Number.parseInt(version, 10) >= neededRuntime)) {
      return { kind: "found", executable, root };
    }

    if (versions.length > 0) {
      tooOld.push(executable);
    }
  }

  return { kind: "missing", tooOld };
}

function folders({ platform, env, home }: Machine): string[] {
  const known =
    platform === "win32"
      ? [win32.join(env["ProgramFiles"] ?? "C:\\Program Files", "dotnet"), win32.join(home, ".dotnet")]
      : [
          "/usr/local/share/dotnet",
          "/usr/share/dotnet",
          "/usr/lib/dotnet",
          "/usr/lib64/dotnet",
          "/opt/homebrew/opt/dotnet/libexec",
          "/snap/dotnet-sdk/current",
          posix.join(home, ".dotnet"),
        ];
  const path = (env["PATH"] ?? env["Path"] ?? "").split(platform === "win32" ? win32.delimiter : posix.delimiter);
  return [env["DOTNET_ROOT"] ?? "", ...path, ...known].filter((folder) => folder !== "");
}

const thisMachine: Machine = {
  platform: process.platform,
  home: homedir(),
  env: process.env,
  resolve: (path) => (existsSync(path) ? realpathSync(path) : undefined),
  list: (folder) => (existsSync(folder) ? readdirSync(folder) : []),
};
