import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { Stop } from "../process.mjs";
import { at, root } from "../repository.mjs";

/** `npm run model-server` as a process of the demo's own. */
export class ScriptedModel {
  #environment;
  #server;
  #url;

  constructor(environment) {
    this.#environment = environment;
  }

  /** Starts it on a free port of this machine; gives its base URL as soon as it listens. */
  async start(scenario) {
    this.#server = spawn(process.execPath, [at("scripts", "model-server.mjs"), scenario], {
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

  /** Ends it and waits until it is gone. */
  async stop() {
    if (this.#server === undefined || this.#server.exitCode !== null) {
      return;
    }

    const gone = new Promise((resolve) => this.#server.once("exit", resolve));
    this.#server.kill();
    await gone;
  }
}
