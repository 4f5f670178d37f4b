import { randomUUID } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { ProcessGroup } from "./process-group.mjs";
import { Stop } from "../process.mjs";
import { until } from "../until.mjs";

/** What keeps VS Code quiet: nothing pops up, saves or asks a server by itself. */
const quiet = {
  "chat.disableAIFeatures": true,
  "editor.minimap.enabled": false,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "files.autoSave": "off",
  "git.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

/** VS Code's own server with data of its own, on a free port of this machine. */
export class VsCodeServer {
  #group;
  #folder;
  #token;
  #address;

  /**
   * Starts it and waits until it answers. Only who has the token in the address gets in.
   *
   * @param {{ node: string, script: string }} installed as `installVsCodeServer` gives it
   * @param {object} options
   * @param {string} options.folder where its data and logs go
   * @param {string} options.extensions the extensions folder
   * @param {NodeJS.ProcessEnv} options.environment what the extensions see
   * @param {boolean} [options.trusted] whether every workspace is trusted; if not, the user is asked
   * @param {object} [options.settings] the user's settings, over those that keep VS Code quiet
   */
  static async start(installed, { folder, extensions, environment, trusted = true, settings = {} }) {
    const server = new VsCodeServer();
    const port = await freePort();
    server.#folder = folder;
    server.#token = randomUUID();
    server.#address = `http://127.0.0.1:${port}/`;
    const user = join(folder, "user");
    mkdirSync(join(user, "User"), { recursive: true });
    const tokenFile = join(folder, "token");
    writeFileSync(tokenFile, server.#token, { mode: 0o600 });
    writeFileSync(join(user, "User", "settings.json"), JSON.stringify({ ...quiet, ...settings }, null, 2));
    server.#group = new ProcessGroup(
      installed.node,
      [
        installed.script,
        ...["--host", "127.0.0.1", "--port", String(port), "--connection-token-file", tokenFile, "--accept-server-license-terms"],
        ...["--server-data-dir", join(folder, "server"), "--user-data-dir", user, "--extensions-dir", extensions],
        "--disable-telemetry",
        ...(trusted ? ["--disable-workspace-trust"] : []),
      ],
      { cwd: folder, env: { ...environment, ...noGallery }, log: join(folder, "server.log") },
    );
    await until("VS Code's server", async () => {
      if (!server.#group.isRunning) {
        throw new Stop(`VS Code's server ended:\n${readFileSync(join(folder, "server.log"), "utf8")}`);
      }

      return (await fetch(new URL("version", server.#address))).ok;
    });
    return server;
  }

  get pid() {
    return this.#group.pid;
  }

  /**
   * The page that shows a folder.
   *
   * @param {string} folder
   * @param {object} [show]
   * @param {{ file: string, line: number }} [show.place] a file in the folder, at a line
   * @param {string} [show.log] `EXTENSION=LEVEL`: how much an extension logs
   */
  page(folder, { place, log } = {}) {
    const url = new URL(this.#address);
    const payload = [
      ...(place
        ? [
            ["openFile", `vscode-remote://${url.host}${join(folder, place.file)}:${place.line}:1`],
            ["gotoLineMode", "true"],
          ]
        : []),
      ...(log ? [["logLevel", log]] : []),
    ];
    url.searchParams.set("tkn", this.#token);
    url.searchParams.set("folder", folder);
    url.searchParams.set("payload", JSON.stringify(payload));
    return url.href;
  }

  /** Copies every log: the server's, the extension host's with its channels. */
  keepLogs(target) {
    for (const name of ["server.log", join("server", "data", "logs"), join("user", "logs")]) {
      if (existsSync(join(this.#folder, name))) {
        cpSync(join(this.#folder, name), join(target, name), { recursive: true });
      }
    }
  }

  /** Ends when VS Code's server ends. */
  get ended() {
    return this.#group.ended;
  }

  stop() {
    return this.#group.stop();
  }
}

/** An address where nobody listens: without it the server would ask a gallery outside. */
export const noGallery = {
  EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: "http://127.0.0.1:9/gallery", itemUrl: "http://127.0.0.1:9/item" }),
};

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject).listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
