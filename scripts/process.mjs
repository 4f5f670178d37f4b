import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";

/**
 * Runs a program to its end and gives what it printed. Never throws for an exit code: that is the caller's to judge.
 *
 * @param {string} file the program
 * @param {string[]} args its arguments, passed as they are (no shell)
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean }} [options] `show` passes its output through instead
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>} `code` is 128 or more when a signal ended it
 */
export function run(file, args, { cwd, env, show = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env, stdio: ["ignore", show ? "inherit" : "pipe", show ? "inherit" : "pipe"] });
    const output = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"]) {
      child[name]?.setEncoding("utf8").on("data", (text) => (output[name] += text));
    }

    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 128, ...output }));
  });
}

/** Ends the script with a message for a person: what happened, why, and what to do next. */
export class Stop extends Error {}

/** Runs `body` if the module at `url` is the script that was started, not one imported; its number is the exit code. */
export async function main(url, body) {
  if (url !== pathToFileURL(process.argv[1]).href) {
    return;
  }

  try {
    process.exitCode = await body();
  } catch (error) {
    console.error(error instanceof Stop ? error.message : error);
    process.exitCode = 1;
  }
}
