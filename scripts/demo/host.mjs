import { join } from "node:path";
import { run, Stop } from "../process.mjs";
import { host } from "../repository.mjs";

/** The command line, with a state and a configuration of its own: the user's are neither read nor touched. */
export class Host {
  /** `home` is a folder for the state and the configuration, `workspace` the folder that commands are run in. */
  constructor(environment, home, workspace) {
    const own = Object.entries(environment).filter(([name]) => !/^(CODEX_LSP|OPENAI|AZURE_OPENAI)_/.test(name));
    this.environment = {
      ...Object.fromEntries(own),
      XDG_STATE_HOME: join(home, "state"),
      XDG_CONFIG_HOME: join(home, "config"),
    };
    this.workspace = workspace;
  }

  /** The same host, model and state in another folder. */
  in(workspace) {
    return Object.assign(Object.create(Host.prototype), { ...this, workspace });
  }

  /** From now on the model is the one at `baseUrl`. */
  use(baseUrl) {
    this.environment.CODEX_LSP_PROVIDER = "openai";
    this.environment.CODEX_LSP_BASE_URL = baseUrl;
  }

  /** Runs a command as a person would. */
  run(args) {
    return run(host, ["--root", ".", ...args], { cwd: this.workspace.path, env: this.environment });
  }

  /** Runs a command and reads its answer. */
  async ask(args) {
    const { code, stdout, stderr } = await this.run([...args, "--json"]);
    try {
      const answer = JSON.parse(stdout);
      if (answer.error !== undefined) {
        throw new Stop(`\`codex-lsp ${args.join(" ")}\` failed (exit code ${code}): ${JSON.stringify(answer.error, null, 2)}`);
      }

      return { code, answer };
    } catch (error) {
      if (error instanceof SyntaxError) {
        throw new Stop(`\`codex-lsp ${args.join(" ")}\` printed no JSON (exit code ${code}).\n${stdout}${stderr}`, {
          cause: error,
        });
      }

      throw error;
    }
  }
}
