import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import { host } from "../../scripts/repository.mjs";

/** The smallest client of ours. */
export class HostClient {
  #child;
  #waiting = new Map();
  #unread = Buffer.alloc(0);
  #ready;
  #listening = new Map();
  #lastId = 0;

  constructor(cwd, env) {
    this.#child = spawn(host, ["serve"], { cwd, env, stdio: ["pipe", "pipe", "ignore"] });
    this.#child.stdout.on("data", (data) => this.#read(data));
    this.loaded = new Promise((resolve) => (this.#ready = resolve));
  }

  /** Initializes the host with these settings; `loaded` ends when the workspace is loaded. */
  async start(root, settings) {
    const workspaceFolders = [{ uri: pathToFileURL(root).href, name: "workspace" }];
    const codex = { version: 1, trusted: true, settings, otherCSharpServer: true };
    await this.ask("initialize", {
      processId: null,
      rootUri: null,
      workspaceFolders,
      capabilities: {},
      initializationOptions: { codex },
    });
    this.notify("initialized", {});
  }

  /** Ends with the next notification of a method. */
  next(method) {
    return new Promise((resolve) => this.#listening.set(method, resolve));
  }

  ask(method, params) {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => (error ? reject(new Error(`${method}: ${error.message}`)) : resolve(result)));
      this.#send({ id, method, params });
    });
  }

  notify(method, params) {
    this.#send({ method, params });
  }

  async end() {
    const closed = new Promise((resolve) => this.#child.on("close", resolve));
    await this.ask("shutdown");
    this.notify("exit");
    await closed;
  }

  #send(message) {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.#child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #read(data) {
    this.#unread = Buffer.concat([this.#unread, data]);
    for (let end; (end = this.#unread.indexOf("\r\n\r\n")) >= 0;) {
      const length = Number(/Content-Length: (\d+)/.exec(this.#unread.subarray(0, end).toString())[1]);
      if (this.#unread.length < end + 4 + length) {
        return;
      }

      const message = JSON.parse(this.#unread.subarray(end + 4, end + 4 + length).toString());
      this.#unread = this.#unread.subarray(end + 4 + length);
      this.#take(message);
    }
  }

  #take(message) {
    this.#listening.get(message.method)?.(message.params);
    if (message.method === "codex/workspace/status" && message.params.phase === "ready") {
      this.#ready();
    } else if (message.id !== undefined && message.method === undefined) {
      this.#waiting.get(message.id)?.(message);
      this.#waiting.delete(message.id);
    }
  }
}
