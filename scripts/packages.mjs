import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { Stop } from "./process.mjs";
import { at, root } from "./repository.mjs";

/**
 * Whether what is installed is what the lock file asks for. Packages of other platforms (optional ones) may be absent.
 *
 * @param {object} wanted `package-lock.json`
 * @param {object} [installed] `node_modules/.package-lock.json`, which npm writes when it has installed everything
 */
export function isInstalled(wanted, installed) {
  const there = installed?.packages ?? {};
  const fits = (path) => there[path].version === wanted.packages[path]?.version;
  const needed = Object.keys(wanted.packages).filter((path) => path !== "" && !wanted.packages[path].optional);
  return installed !== undefined && needed.every((path) => path in there) && Object.keys(there).every(fits);
}

/** Runs `npm ci` when npm packages are missing or are others than the lock file says. Scripts that need none do not call this. */
export async function installPackages() {
  const read = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined);
  if (isInstalled(read(at("package-lock.json")), read(at("node_modules", ".package-lock.json")))) {
    return;
  }

  console.log("Installing npm packages …");
  const code = await npm(["ci", "--no-progress", "--loglevel", "error"]);
  if (code !== 0) {
    throw new Stop(`\`npm ci\` failed (exit code ${code}); its messages are above. It needs the network once.`);
  }
}

/** On Windows npm is a command file, which only a shell starts; the arguments are constants. */
function npm(args) {
  const windows = process.platform === "win32";
  return new Promise((resolve, reject) => {
    spawn(windows ? "npm.cmd" : "npm", args, { cwd: root, stdio: ["ignore", "ignore", "inherit"], shell: windows })
      .on("error", reject)
      .on("close", resolve);
  });
}
