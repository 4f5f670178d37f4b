import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { Stop } from "../process.mjs";
import { modelServer, root } from "../repository.mjs";

/** The scripted model as a process of our own. */
export class ScriptedModel {
  #environment;
  #server;
  #url;

  constructor(environment) {
    this.#environment = environment;
  }

  /** Starts it on a free port of this machine; gives its base URL as soon as it listens. */
  async start(scenario) {
    this.#server = spawn(modelServer, [scenario], {
      cwd: root,
      env: this.#environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    this.#server.stderr.setEncoding("utf8").on("data", (text) => (said += text));
    for await (const line of createInterface({ input: this.#server.stdout })) {
      const url = /^listening on (http:\/\/\S+)$/.exec(line)?.[1];
      if (url !== undefined) {
        this.#server.stdout.resume();
        this.#url = url;
        return url;
      }

      said += `${line}\n`;
    }

    throw new Stop(`The scripted model ended before it listened.\n${said}`);
  }

  /** Every request it got. */
  async requests() {
    return (await fetch(new URL("/requests", this.#url))).json();
  }

  /** Makes answers wait at a gate that they name. */
  hold(gate) {
    return this.#gate("POST", gate);
  }

  /** Waits until an answer stands at the gate. */
  reached(gate) {
    return this.#gate("GET", gate);
  }

  /** Lets it go on. */
  release(gate) {
    return this.#gate("DELETE", gate);
  }

  /** Ends it and waits until it is gone. */
  async stop() {
    if (this.#server === undefined || this.#server.exitCode !== null) {
      return;
    }

    const gone = new Promise((resolve) => this.#server.once("exit", resolve));
    this.#server.kill();
    await gone;
  }

  async #gate(method, name) {
    const { status } = await fetch(new URL(`/gates/${name}`, this.#url), { method });
    if (status !== 204) {
      throw new Error(`${method} of the gate '${name}' answered ${status}.`);
    }
  }
}
