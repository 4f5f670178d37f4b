import { mkdirSync, readdirSync, readFileSync, cpSync, existsSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { filesUnder } from "../../../scripts/inputs.mjs";
import { ScriptedModel } from "../../../scripts/demo/scripted-model.mjs";
import { ChatUser } from "./chat.mjs";
import { User } from "./user.mjs";
import { VsCodeServer } from "../../../scripts/vscode/server.mjs";

const size = { width: 1400, height: 1300 };

/**
 * One user at one VS Code: a fresh workspace, home, state, configuration and browser profile, the real host, and a model
 * that says what the test wants.
 */
export class Session {
  /**
   * @param {object} run what all tests of a run share: installed, browser, workspace, extensions, environment
   * @param {object} options
   * @param {object[]} [options.model] the scripted model's exchanges; without them the model is the offline one
   * @param {object} [options.settings] the user's settings
   * @param {boolean} [options.trusted] whether the workspace is trusted without asking
   * @param {(workspace: import("./workspace.mjs").Workspace) => void} [options.prepare] changes files before VS Code starts
   */
  static async start(run, { folder, model, settings = {}, trusted = true, prepare = () => {} }) {
    const session = new Session();
    session.folder = folder;
    session.workspace = run.workspace;
    run.workspace.reset();
    prepare(run.workspace);
    const environment = own(run.environment, folder);
    let baseUrl;
    try {
      if (model !== undefined) {
        const scenario = join(folder, "model.json");
        writeFileSync(scenario, JSON.stringify({ exchanges: model }, null, 2));
        session.model = new ScriptedModel(run.environment);
        baseUrl = await session.model.start(scenario);
      }

      session.server = await VsCodeServer.start(run.installed, {
        folder,
        extensions: run.extensions,
        environment,
        trusted,
        settings: { ...modelSettings(baseUrl), "codexLsp.trace.server": "verbose", ...settings },
      });
      const context = await run.browser.newContext({ viewport: size, reducedMotion: "reduce" });
      session.page = await context.newPage();
      session.console = [];
      session.page.on("console", (message) => session.console.push(`${message.type()}: ${message.text()}`));
      session.page.on("pageerror", (error) => session.console.push(`uncaught: ${error.stack}`));
      await session.page.goto(session.server.page(run.workspace.path, { log: "codex-lsp.codex-lsp=trace" }));
      session.user = new User(session.page, run.workspace);
      session.chat = new ChatUser(session.user);
      await session.user.arrive();
      return session;
    } catch (error) {
      error.session = session;
      throw error;
    }
  }

  /** The host's process, once it runs. */
  hostProcess() {
    return this.#process(/codex-lsp.* serve$/);
  }

  /** The process in which VS Code runs extensions. */
  extensionHostProcess() {
    return this.#process(/--type=extensionHost/);
  }

  /** Everything that VS Code, the extension and the host have logged, and what the host keeps. */
  logged() {
    return ["user/logs", "state"]
      .map((name) => join(this.folder, name))
      .filter((path) => existsSync(path))
      .flatMap((path) => filesUnder(path, ["."]).map((file) => readFileSync(join(path, file), "utf8")))
      .join("\n");
  }

  /** Leaves what tells why a test failed in `target`. */
  async keepEvidence(target) {
    mkdirSync(target, { recursive: true });
    if (this.page !== undefined) {
      writeFileSync(join(target, "browser.log"), this.console.join("\n"));
    }

    if (this.model !== undefined) {
      writeFileSync(join(target, "model-requests.json"), JSON.stringify(await this.model.requests(), null, 2));
    }

    const state = join(this.folder, "state", "codex-lsp");
    if (existsSync(state)) {
      // What commands were run on comes and goes.
      cpSync(state, join(target, "host"), { recursive: true, filter: (path) => !path.startsWith(join(state, "checkouts")) });
    }

    this.server?.keepLogs(target);
  }

  async stop() {
    await this.server?.stop();
    await this.model?.stop();
  }

  #process(command) {
    const all = processes();
    const parents = new Map(all.map(({ pid, parent }) => [pid, parent]));
    const isOurs = (pid) => pid !== undefined && (pid === this.server.pid || isOurs(parents.get(pid)));
    return all.find((process) => command.test(process.command) && isOurs(process.pid))?.pid;
  }
}

const modelSettings = (baseUrl) =>
  baseUrl === undefined ? { "codexLsp.provider": "offline" } : { "codexLsp.provider": "openai", "codexLsp.baseUrl": baseUrl };

/** The environment without the user's keys and settings, and with folders of the test's own. */
function own(environment, folder) {
  const kept = Object.entries(environment).filter(([name]) => !/^(CODEX_LSP|OPENAI|AZURE_OPENAI)_/.test(name));
  const home = join(folder, "home");
  mkdirSync(home, { recursive: true });
  return {
    ...Object.fromEntries(kept),
    DOTNET_CLI_HOME: environment.DOTNET_CLI_HOME ?? homedir(),
    NUGET_PACKAGES: environment.NUGET_PACKAGES ?? join(homedir(), ".nuget", "packages"),
    HOME: home,
    XDG_CONFIG_HOME: join(folder, "config"),
    XDG_STATE_HOME: join(folder, "state"),
  };
}

function processes() {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0").filter(Boolean).join(" ");
        const parent = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, "utf8"))[1]);
        return [{ pid: Number(name), parent, command }];
      } catch (error) {
        if (["ENOENT", "ESRCH"].includes(error.code)) {
          return []; // It has ended meanwhile.
        }

        throw error;
      }
    });
}
