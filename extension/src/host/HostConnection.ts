import { join } from "node:path";
import * as vscode from "vscode";
import type * as protocol from "../protocol";
import type { Notifications, Requests, ServerRequests } from "../protocol";
import { answerOf } from "./answer";
import { findDotnet, neededRuntime } from "./dotnet";
import type { Answer, Host, HostError } from "./Host";
import type { HostIdentity, HostProcess } from "./HostProcess";
import { tell, type Button } from "./message";
import { RestartPolicy } from "./RestartPolicy";
import type { Secrets } from "./Secrets";
import { hostKeys, hostSettings } from "./settings";

/** The version of `codex/*` we speak. */
const protocolVersion = 1;

const installDotnet = "https://dotnet.microsoft.com/download";

/** Extensions that show the compiler's diagnostics, so that the host need not. */
const otherCSharpServers = ["ms-dotnettools.csharp", "ms-dotnettools.csdevkit", "muhammad-sammy.csharp"];

/** What we read of our own manifest. */
interface Manifest {
  readonly version: string;
  readonly contributes: { readonly configuration: { readonly properties: Record<string, { readonly scope?: string }> } };
}

type Started =
  { readonly kind: "running"; readonly process: HostProcess } | { readonly kind: "failed"; readonly error: HostError };

/** Where the host is in its life. */
export type HostState = "stopped" | "starting" | "running" | "failed";

/** The host behind `Host`: started when it is needed, again when it ends by itself, and told what changes around it. */
export class HostConnection implements Host {
  readonly #context: vscode.ExtensionContext;
  readonly #log: vscode.LogOutputChannel;
  readonly #secrets: Secrets;
  readonly #version: string;
  readonly #keys: ReadonlyMap<string, string>;
  readonly #policy = new RestartPolicy();
  readonly #notifications = new Map<string, vscode.EventEmitter<unknown>>();
  readonly #answers = new Map<string, (params: never, token: vscode.CancellationToken) => Promise<unknown>>();
  readonly #restarted = new vscode.EventEmitter<void>();
  readonly #changedState = new vscode.EventEmitter<HostState>();
  #process: HostProcess | undefined;
  #identity: HostIdentity | undefined;
  #started: Promise<Started> | undefined;

  readonly onDidRestart = this.#restarted.event;
  readonly onDidChangeState = this.#changedState.event;

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel, secrets: Secrets) {
    this.#context = context;
    this.#log = log;
    this.#secrets = secrets;
    const manifest = context.extension.packageJSON as Manifest;
    this.#version = manifest.version;
    this.#keys = hostKeys(manifest.contributes.configuration.properties);
    context.subscriptions.push(
      secrets.onDidChange((endpoint) => this.#notify("codex/secret/changed", { provider: "openai", endpoint })),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#notify("codex/workspace/trust", { trusted: true })),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration("codexLsp")) {
          this.#notify("workspace/didChangeConfiguration", { settings: { codexLsp: this.#settings() } });
        }
      }),
    );
  }

  async ask<M extends keyof Requests>(
    method: M,
    params: Requests[M]["params"],
    token?: vscode.CancellationToken,
  ): Promise<Answer<Requests[M]["result"]>> {
    const started = await this.start();
    if (started.kind === "failed") {
      return started;
    }

    try {
      return { kind: "ok", value: (await started.process.request(method, params, token)) as Requests[M]["result"] };
    } catch (error) {
      return answerOf(error);
    }
  }

  on<M extends keyof Notifications>(method: M, handler: (params: Notifications[M]) => void): vscode.Disposable {
    let heard = this.#notifications.get(method);
    if (heard === undefined) {
      heard = new vscode.EventEmitter<unknown>();
      this.#notifications.set(method, heard);
      this.#forward(method, heard);
    }

    return heard.event((params) => handler(params as Notifications[M]));
  }

  answer<M extends keyof ServerRequests>(
    method: M,
    handler: (params: ServerRequests[M]["params"], token: vscode.CancellationToken) => Promise<ServerRequests[M]["result"]>,
  ): void {
    this.#answers.set(method, handler);
    this.#process?.onRequest(method, handler);
  }

  /** Starts the host where it does not run. Says in a message why it cannot. */
  start(): Promise<Started> {
    this.#started ??= this.#launch();
    return this.#started;
  }

  /** The user wants another host: ends this one, if there is one. */
  async restart(): Promise<void> {
    this.#policy.forget();
    await this.stop();
    await this.#startAgain();
  }

  /** Ends the host, if there is one. */
  async stop(): Promise<void> {
    const started = await this.#started;
    this.#started = undefined;
    this.#process = undefined;
    if (started?.kind === "running") {
      this.#changedState.fire("stopped");
      await started.process.stop().catch((error: unknown) => this.#log.warn(`The host did not end as asked: ${String(error)}`));
    }
  }

  /** What the host said of itself, also of one that has ended. */
  get identity(): HostIdentity | undefined {
    return this.#identity;
  }

  asUri(uri: string): vscode.Uri {
    return vscode.Uri.parse(uri, true);
  }

  asRange({ start, end }: protocol.Range): vscode.Range {
    return new vscode.Range(start.line, start.character, end.line, end.character);
  }

  fromDocument(document: vscode.TextDocument): { uri: string } {
    return { uri: document.uri.toString() };
  }

  fromRange({ start, end }: vscode.Range): protocol.Range {
    return {
      start: { line: start.line, character: start.character },
      end: { line: end.line, character: end.character },
    };
  }

  async #launch(): Promise<Started> {
    const isAnother = this.#identity !== undefined;
    this.#changedState.fire("starting");
    // Whoever asked has something to do first: at activation everybody waits for us.
    await new Promise(setImmediate);
    const started = await this.#tryLaunch();
    if (started.kind === "failed") {
      this.#log.error(started.error.message);
      this.#started = undefined;
      this.#process = undefined;
      this.#changedState.fire("failed");
    } else {
      this.#changedState.fire("running");
      if (isAnother) {
        this.#restarted.fire();
      }
    }

    return started;
  }

  async #tryLaunch(): Promise<Started> {
    const dotnet = findDotnet(vscode.workspace.getConfiguration("codexLsp").get("dotnet.path", ""));
    if (dotnet.kind === "missing") {
      return withoutDotnet(dotnet.tooOld);
    }

    const { HostProcess } = await import("./HostProcess");
    const process = new HostProcess({
      dotnet,
      folder: join(this.#context.extensionPath, "server"),
      log: this.#log,
      initializationOptions: {
        codex: {
          version: protocolVersion,
          trusted: vscode.workspace.isTrusted,
          settings: this.#settings(),
          otherCSharpServer: otherCSharpServers.some((id) => vscode.extensions.getExtension(id) !== undefined),
        },
      },
      settings: () => this.#settings(),
      readSecret: (endpoint) => this.#secrets.read(endpoint),
      onDidCrash: () => this.#recover(process),
    });
    this.#process = process;
    this.#notifications.forEach((heard, method) => this.#forward(method, heard));
    this.#answers.forEach((handler, method) => process.onRequest(method, handler));
    try {
      this.#identity = await process.start();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (this.#policy.allows()) {
        this.#log.warn(`The host ended before it was ready (${reason}) and is started again.`);
        return this.#tryLaunch();
      }

      const message = vscode.l10n.t("The Codex host could not be started: {0}", reason);
      return fail("host.start", message, vscode.l10n.t("Its log says more."), showLog(), restart());
    }

    this.#checkVersion(this.#identity);
    return { kind: "running", process };
  }

  #checkVersion({ version, protocolVersion: theirs }: HostIdentity): void {
    this.#log.info(`host ${version ?? "unknown"}, codex protocol ${theirs ?? "unknown"}`);
    if (version !== this.#version || theirs !== protocolVersion) {
      tell(
        "Error",
        vscode.l10n.t(
          "The Codex extension is version {0} and its host version {1}. Install the extension again.",
          this.#version,
          version ?? vscode.l10n.t("unknown"),
        ),
        showLog(),
      );
    }
  }

  /** A host ended by itself. */
  #recover(process: HostProcess): void {
    if (this.#process !== process) {
      return;
    }

    this.#process = undefined;
    this.#started = undefined;
    if (!this.#policy.allows()) {
      this.#changedState.fire("failed");
      tell(
        "Error",
        vscode.l10n.t("The Codex host ended four times within a minute and is not restarted again. Your files are untouched."),
        showLog(),
        restart(),
      );
      return;
    }

    const message = vscode.l10n.t(
      "The Codex host ended unexpectedly and was restarted. What it was writing is lost; your files are untouched.",
    );
    void this.#startAgain(() => tell("Warning", message, showLog()));
  }

  async #startAgain(then?: () => void): Promise<void> {
    const { kind } = await this.start();
    if (kind === "running") {
      then?.();
    }
  }

  #settings(): Record<string, unknown> {
    const configuration = vscode.workspace.getConfiguration("codexLsp");
    return hostSettings(this.#keys, (key) => configuration.inspect(key));
  }

  #notify(method: string, params: unknown): void {
    const told = this.#started?.then((started) =>
      started.kind === "running" ? started.process.notify(method, params) : undefined,
    );
    told?.catch((error: unknown) => this.#log.warn(`${method} did not reach the host: ${String(error)}`));
  }

  #forward(method: string, heard: vscode.EventEmitter<unknown>): void {
    this.#process?.onNotification(method, (params) => heard.fire(params));
  }
}

function withoutDotnet(tooOld: readonly string[]): Started {
  const message =
    tooOld.length > 0
      ? vscode.l10n.t("Codex needs the .NET SDK {0}, and {1} is older.", neededRuntime, tooOld.join(", "))
      : vscode.l10n.t(
          "Codex needs the .NET SDK {0}, and there is none in codexLsp.dotnet.path, DOTNET_ROOT, PATH or where installers put it.",
          neededRuntime,
        );
  const next = vscode.l10n.t("Install it, or set codexLsp.dotnet.path to the one you have.");
  const install = { title: vscode.l10n.t("Install .NET"), command: "vscode.open", argument: vscode.Uri.parse(installDotnet) };
  return fail("dotnet.missing", message, next, install);
}

/** Tells the user why there is no host; whoever asked for it gets the same words. */
function fail(code: string, message: string, next: string, ...buttons: readonly Button[]): Started {
  tell("Error", message, ...buttons);
  return { kind: "failed", error: { code, message, next } };
}

const showLog = (): Button => ({ title: vscode.l10n.t("Show Log"), command: "codexLsp.showLog" });

const restart = (): Button => ({ title: vscode.l10n.t("Restart"), command: "codexLsp.restart" });
