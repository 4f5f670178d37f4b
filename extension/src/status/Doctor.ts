import { commands, EventEmitter, l10n, Uri, workspace, type Disposable } from "vscode";
import type { Host } from "../host/Host";
import type { Check } from "../protocol";

const page = Uri.from({ scheme: "codex-lsp-doctor", path: "/Codex Doctor.md" });

/** Shows what the host says of every prerequisite, as a page that is read and not saved. */
export class Doctor implements Disposable {
  readonly #host: Host;
  readonly #changed = new EventEmitter<Uri>();
  readonly #provider: Disposable;
  #text = "";

  constructor(host: Host) {
    this.#host = host;
    this.#provider = workspace.registerTextDocumentContentProvider(page.scheme, {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: () => this.#text,
    });
  }

  async show(): Promise<void> {
    const answer = await this.#host.ask("codex/doctor", {});
    if (answer.kind === "ok") {
      this.#text = text(answer.value.checks);
    } else if (answer.kind === "failed") {
      const { code: name, message: detail, next } = answer.error;
      this.#text = text([{ name, ok: false, detail, ...(next === undefined ? {} : { next }) }]);
    } else {
      return;
    }

    this.#changed.fire(page);
    await commands.executeCommand("markdown.showPreview", page);
  }

  dispose(): void {
    this.#provider.dispose();
    this.#changed.dispose();
  }
}

function text(checks: readonly Check[]): string {
  const lines = checks.map(({ name, ok, detail, next }) =>
    [`- ${ok ? "✓" : "✗"} **${escape(name)}**: ${escape(detail)}`, ...(next === undefined ? [] : [`  \n  ${escape(next)}`])].join(
      "",
    ),
  );
  return [`# ${l10n.t("Codex: Doctor")}`, "", ...lines, ""].join("\n");
}

/** Details quote paths and messages of others: shown as they are, not as Markdown. */
function escape(words: string): string {
  return words.replace(/[\\`*_{}[\]<>()#!|~&]/g, "\\$&").replace(/\s*\n\s*/g, " ");
}
