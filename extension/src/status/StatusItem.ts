import { l10n, MarkdownString, StatusBarAlignment, ThemeColor, window, type Disposable, type StatusBarItem } from "vscode";
import type { HostConnection, HostState } from "../host/HostConnection";
import type { ModelListResult, WorkspaceStatusParams } from "../protocol";

/** Model and state of the host in the status bar; a click opens the commands. */
export class StatusItem implements Disposable {
  readonly #host: HostConnection;
  readonly #item: StatusBarItem;
  readonly #subscriptions: readonly Disposable[];
  #state: HostState = "stopped";
  #workspace: WorkspaceStatusParams | undefined;
  #model: ModelListResult["current"];

  constructor(host: HostConnection) {
    this.#host = host;
    this.#item = window.createStatusBarItem("codexLsp.status", StatusBarAlignment.Right, 100);
    this.#item.name = "Codex";
    this.#item.command = "codexLsp.showCommands";
    this.#subscriptions = [
      this.#item,
      host.onDidChangeState((state) => {
        this.#state = state;
        this.#workspace = undefined;
        this.#draw();
        void this.refreshModel();
      }),
      host.on("codex/workspace/status", (status) => {
        this.#workspace = status;
        this.#draw();
      }),
    ];
    this.#draw();
    this.#item.show();
  }

  /** The model may be another one: settings or keys changed. */
  async refreshModel(): Promise<void> {
    if (this.#state !== "running") {
      return;
    }

    const answer = await this.#host.ask("codex/model/list", {});
    if (answer.kind === "ok") {
      this.#model = answer.value.current;
      this.#draw();
    }
  }

  dispose(): void {
    this.#subscriptions.forEach((subscription) => void subscription.dispose());
  }

  #draw(): void {
    const { icon, words, isWrong } = this.#condition();
    this.#item.text = `$(${icon}) ${this.#model?.model ?? "Codex"}`;
    this.#item.tooltip = new MarkdownString().appendText(
      [l10n.t("Codex: {0}", words), this.#workspace?.solution, this.#workspace?.message].filter(Boolean).join("\n"),
    );
    this.#item.accessibilityInformation = { label: l10n.t("Codex, {0}, {1}", this.#model?.model ?? "", words) };
    this.#item.backgroundColor = isWrong ? new ThemeColor("statusBarItem.warningBackground") : undefined;
  }

  #condition(): { icon: string; words: string; isWrong?: boolean } {
    switch (this.#state) {
      case "stopped":
        return { icon: "sparkle", words: l10n.t("starts with the first C# file") };
      case "starting":
        return { icon: "loading~spin", words: l10n.t("starting") };
      case "failed":
        return { icon: "error", words: l10n.t("the host does not run"), isWrong: true };
      case "running":
        break;
    }

    switch (this.#workspace?.phase) {
      case "loading":
        return {
          icon: "loading~spin",
          words: l10n.t("loading {0} of {1} projects", this.#workspace.loaded, this.#workspace.projects),
        };
      case "degraded":
        return { icon: "warning", words: l10n.t("degraded"), isWrong: true };
      case "ready":
      case "idle":
      case undefined:
        return { icon: "sparkle", words: l10n.t("ready") };
    }
  }
}
