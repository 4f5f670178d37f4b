import { join } from "node:path";
import type { CancellationToken, LogOutputChannel } from "vscode";
import { tell } from "./message";
import type { SecretReadParams, SecretReadResult } from "../protocol";
import { CloseAction, ErrorAction, LanguageClient, RevealOutputChannelOn } from "vscode-languageclient/node";

/** What a host is started with. */
export interface HostStart {
  /** The `dotnet` that runs it, and the folder of its installation. */
  readonly dotnet: { readonly executable: string; readonly root: string };
  /** The folder of `codex-lsp.dll`. */
  readonly folder: string;
  readonly log: LogOutputChannel;
  /** What `initialize` carries: the version of `codex/*` we speak, trust, settings. */
  readonly initializationOptions: unknown;
  /** The settings as the host may see them now. */
  readonly settings: () => Record<string, unknown>;
  readonly readSecret: (endpoint: string) => Promise<SecretReadResult>;
  /** It was running and ended, and nobody had asked it to. */
  readonly onDidCrash: () => void;
}

/** What a host says of itself in its answer to `initialize`. */
export interface HostIdentity {
  readonly version: string | undefined;
  readonly protocolVersion: number | undefined;
  /** The URI of its log file. */
  readonly log: string | undefined;
  /** The URI of the list of what is always allowed. */
  readonly approvals: string | undefined;
}

/** One host: the process and the connection to it. This module loads `vscode-languageclient`: import it late. */
export class HostProcess {
  readonly #client: LanguageClient;
  #running = false;

  constructor(start: HostStart) {
    const handedOut = new Set<string>();
    // Its own folder as the current one, since a workspace's is no place to start a program in; its builds take the same `dotnet`.
    const server = {
      command: start.dotnet.executable,
      args: [join(start.folder, "codex-lsp.dll"), "serve"],
      options: { cwd: start.folder, env: { ...process.env, DOTNET_ROOT: start.dotnet.root } },
    };
    this.#client = new QuietClient("codexLsp", "Codex", server, {
      documentSelector: [{ scheme: "file" }, { scheme: "untitled", language: "csharp" }],
      diagnosticCollectionName: "codex",
      outputChannel: start.log,
      traceOutputChannel: withoutSecrets(start.log, handedOut),
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions: start.initializationOptions,
      initializationFailedHandler: () => false,
      middleware: {
        workspace: {
          configuration: ({ items }) => items.map(({ section }) => (section === "codexLsp" ? start.settings() : null)),
        },
      },
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          if (this.#running) {
            this.#running = false;
            start.onDidCrash();
          }

          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
    });
    // The client would show it as it is, links and all.
    this.#client.onNotification("window/showMessage", ({ type, message }: { type: number; message: string }) => {
      tell(type === 1 ? "Error" : type === 2 ? "Warning" : "Information", message);
    });
    this.#client.onRequest("codex/secret/read", async ({ endpoint }: SecretReadParams): Promise<SecretReadResult> => {
      const answer = await start.readSecret(endpoint);
      if (answer.secret !== undefined) {
        handedOut.add(answer.secret);
      }

      return answer;
    });
  }

  /** Waits for its answer to `initialize`; then the open documents are sent. Throws when it cannot be started. */
  async start(): Promise<HostIdentity> {
    await this.#client.start();
    this.#running = true;
    const answer = this.#client.initializeResult;
    const experimental = answer?.capabilities.experimental as
      { codex?: { version?: number; log?: string; approvals?: string } } | undefined;
    return {
      version: answer?.serverInfo?.version,
      protocolVersion: experimental?.codex?.version,
      log: experimental?.codex?.log,
      approvals: experimental?.codex?.approvals,
    };
  }

  request(method: string, params: unknown, token: CancellationToken | undefined): Promise<unknown> {
    // A token that is undefined would be sent as a second parameter.
    return token === undefined ? this.#client.sendRequest(method, params) : this.#client.sendRequest(method, params, token);
  }

  notify(method: string, params: unknown): Promise<void> {
    return this.#client.sendNotification(method, params);
  }

  onNotification(method: string, handler: (params: unknown) => void): void {
    this.#client.onNotification(method, handler);
  }

  onRequest(method: string, handler: (params: never, token: CancellationToken) => Promise<unknown>): void {
    this.#client.onRequest(method, handler);
  }

  /** Ends it: `shutdown`, `exit`, and by force when it does not go. */
  async stop(): Promise<void> {
    this.#running = false;
    await this.#client.dispose();
  }
}

/** Logs what goes wrong; the user is told by `HostConnection`, once and with buttons. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** The channel for the trace of messages, in which keys that the host was given do not appear. */
function withoutSecrets(log: LogOutputChannel, secrets: ReadonlySet<string>): LogOutputChannel {
  const trace = (message: string) => {
    log.trace([...secrets].reduce((rest, secret) => rest.replaceAll(secret, "•••"), message));
  };
  return Object.create(log, { trace: { value: trace } }) as LogOutputChannel;
}
