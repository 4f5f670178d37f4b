import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";

const running = new Set();

/** A program and everything it starts. All of it ends with `stop`, or with this process, however that ends. */
export class ProcessGroup {
  #child;

  /** Starts the program; what it prints goes to the file `log`. */
  constructor(file, args, { cwd, env, log }) {
    this.#child = spawn(file, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    this.ended = new Promise((resolve) => this.#child.on("error", resolve).on("exit", resolve));
    const output = createWriteStream(log);
    this.#child.stdout.pipe(output, { end: false });
    this.#child.stderr.pipe(output, { end: false });
    running.add(this);
  }

  get pid() {
    return this.#child.pid;
  }

  get isRunning() {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Ends every process of the group and waits for the first of them. */
  async stop() {
    this.kill();
    await this.ended;
  }

  kill() {
    running.delete(this);
    try {
      process.kill(-this.#child.pid, "SIGKILL");
    } catch (error) {
      if (error.code !== "ESRCH") {
        throw error;
      }
    }
  }
}

process.on("exit", () => running.forEach((group) => group.kill()));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => process.exit(130));
}
