import assert from "node:assert/strict";
import { test } from "node:test";
import { findDotnet, type Machine } from "../src/host/dotnet";

/** A machine with these files (a link is a file that says where it leads) and, by installation, these runtimes. */
function machine(files: Record<string, string>, runtimes: Record<string, string[]>, more: Partial<Machine> = {}): Machine {
  const folders = new Map<string, string[]>(
    Object.entries(runtimes).map(([root, versions]) => [`${root}/shared/Microsoft.NETCore.App`, versions]),
  );
  return {
    platform: "linux",
    home: "/home/me",
    env: {},
    resolve: (path) => files[path],
    list: (folder) => folders.get(folder.replaceAll("\\", "/")) ?? [],
    ...more,
  };
}

const system = { "/usr/bin/dotnet": "/usr/lib/dotnet/dotnet" };

test("The dotnet on the PATH is followed through its link to the installation", () => {
  const env = { PATH: "/bin:/usr/bin" };
  assert.deepEqual(findDotnet("", machine(system, { "/usr/lib/dotnet": ["8.0.4", "10.0.1"] }, { env })), {
    kind: "found",
    executable: "/usr/lib/dotnet/dotnet",
    root: "/usr/lib/dotnet",
  });
});

test("DOTNET_ROOT comes before the PATH, the PATH before the folders of installers", () => {
  const files = { "/a/dotnet": "/a/dotnet", "/b/dotnet": "/b/dotnet", "/usr/share/dotnet/dotnet": "/usr/share/dotnet/dotnet" };
  const runtimes = { "/a": ["10.0.0"], "/b": ["10.0.0"], "/usr/share/dotnet": ["10.0.0"] };
  const root = (env: Record<string, string>) => {
    const found = findDotnet("", machine(files, runtimes, { env }));
    return found.kind === "found" ? found.root : undefined;
  };
  assert.deepEqual([root({ DOTNET_ROOT: "/a", PATH: "/b" }), root({ PATH: "/b" }), root({})], ["/a", "/b", "/usr/share/dotnet"]);
});

test("An installation that is too old is passed over for a later one and named when there is no other", () => {
  const files = { ...system, "/home/me/.dotnet/dotnet": "/home/me/.dotnet/dotnet" };
  const env = { PATH: "/usr/bin" };
  const both = machine(files, { "/usr/lib/dotnet": ["8.0.4"], "/home/me/.dotnet": ["10.0.0-rc.1"] }, { env });
  assert.equal(findDotnet("", both).kind, "found");
  assert.deepEqual(findDotnet("", machine(system, { "/usr/lib/dotnet": ["8.0.4"] }, { env })), {
    kind: "missing",
    tooOld: ["/usr/lib/dotnet/dotnet"],
  });
});

test("The setting is an executable or its folder, and then nothing else is tried", () => {
  const mine = { ...system, "/mine/dotnet": "/mine/dotnet", "/mine": "/mine" };
  const runtimes = { "/usr/lib/dotnet": ["10.0.0"], "/mine": ["11.0.0"] };
  const env = { PATH: "/usr/bin" };
  for (const setting of ["/mine", "/mine/dotnet"]) {
    const found = findDotnet(setting, machine(mine, runtimes, { env }));
    assert.equal(found.kind === "found" && found.executable, "/mine/dotnet");
  }

  assert.equal(findDotnet("/elsewhere", machine(mine, runtimes, { env })).kind, "missing");
});

test("A relative path is never tried: it would be one in the workspace", () => {
  const files = { "bin/dotnet": "/workspace/bin/dotnet", "./dotnet": "/workspace/dotnet" };
  const runtimes = { "/workspace/bin": ["10.0.0"], "/workspace": ["10.0.0"] };
  assert.equal(findDotnet("", machine(files, runtimes, { env: { PATH: "bin:." } })).kind, "missing");
  assert.equal(findDotnet("bin", machine(files, runtimes)).kind, "missing");
});

test("On Windows the executable is dotnet.exe and Program Files is searched", () => {
  const path = "C:\\Program Files\\dotnet\\dotnet.exe";
  const windows = machine(
    { [path]: path },
    { "C:/Program Files/dotnet": ["10.0.0"] },
    { platform: "win32", home: "C:\\Users\\me" },
  );
  assert.equal(findDotnet("", windows).kind, "found");
});
