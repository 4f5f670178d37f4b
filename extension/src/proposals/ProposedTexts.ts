import * as vscode from "vscode";
import type { Host } from "../host/Host";
import { type EditState, proposalOf } from "../inlineEdit/editState";
import type { EditList } from "../inlineEdit/EditList";
import { words } from "../inlineEdit/words";
import type { FileChange } from "../protocol";

const scheme = "codex-proposal";

/**
 * The right side of diffs: a file as it would be with what is still pending. Saving there keeps the text with the edit; only
 * accepting the edit writes the file.
 */
export class ProposedTexts implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #open = new Map<string, { readonly uri: vscode.Uri; mtime: number }>();
  readonly #edits: EditList;
  readonly #host: Host;
  readonly #registered: vscode.Disposable;

  readonly onDidChangeFile = this.#changed.event;

  constructor(edits: EditList, host: Host) {
    this.#edits = edits;
    this.#host = host;
    this.#registered = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerFileSystemProvider(scheme, this, { isCaseSensitive: true }),
      edits.onDidChange((edit) => {
        this.#follow(edit);
      }),
    );
  }

  /** Shows one file of an edit beside what it is now, or all of them when there are several and none is named. */
  async openDiff(id: string, file?: string): Promise<void> {
    const edit = this.#edits.find(id);
    const proposal = edit && proposalOf(edit);
    if (proposal === undefined) {
      await vscode.window.showInformationMessage(words.noEdit());
      return;
    }

    const files = proposal.files.filter((f) => file === undefined || f.uri === file);
    const sides = files.map((f) => [this.#host.asUri(f.uri), this.#side(id, f, "left"), this.#side(id, f, "right")] as const);
    const [only] = sides;
    if (sides.length === 1 && only !== undefined) {
      const title = words.diffTitle(vscode.workspace.asRelativePath(only[0]));
      await vscode.commands.executeCommand("vscode.diff", only[1], only[2], title);
    } else {
      await vscode.commands.executeCommand("vscode.changes", proposal.title, sides);
    }
  }

  /** The edit whose diff this is. */
  editOf(uri: vscode.Uri): string | undefined {
    return uri.scheme === scheme ? partsOf(uri).edit : undefined;
  }

  /** Saves what is unsaved in the diffs of an edit, so that it is accepted as the user sees it. False where the editor could not. */
  async save(id: string): Promise<boolean> {
    const unsaved = vscode.workspace.textDocuments.filter((d) => d.isDirty && this.editOf(d.uri) === id);
    return (await Promise.all(unsaved.map((d) => d.save()))).every(Boolean);
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { length } = await this.readFile(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: this.#open.get(uri.toString())?.mtime ?? 0, size: length };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const { edit: id, file: name, side } = partsOf(uri);
    const edit = this.#edits.find(id);
    const file = edit?.revisions[edit.shown]?.files.find((f) => f.uri === name);
    if (edit === undefined || file === undefined) {
      throw vscode.FileSystemError.FileNotFound(uri);
    }

    const before = file.kind === "create" ? undefined : await vscode.workspace.openTextDocument(this.#host.asUri(name));
    const after = (): string => edit.texts.get(name)?.text ?? (file.kind === "delete" ? "" : this.#proposed(file, before));
    return new TextEncoder().encode(side === "left" ? (before?.getText() ?? "") : after());
  }

  writeFile(uri: vscode.Uri, content: Uint8Array): void {
    const { edit, file } = partsOf(uri);
    const phase = this.#edits.find(edit)?.phase;
    if (phase !== "ready" && phase !== "stale") {
      throw vscode.FileSystemError.Unavailable(words.notSaved());
    }

    this.#edits.dispatch(edit, { type: "rewritten", uri: file, text: new TextDecoder().decode(content) });
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.#registered.dispose();
  }

  // Both sides are ours, with the same path: the editor pairs and names them by it, and threads stay out of the diff.
  #side(edit: string, { uri: file }: FileChange, side: "left" | "right"): vscode.Uri {
    const uri = this.#host.asUri(file).with({ scheme, authority: "", query: JSON.stringify({ edit, file, side }) });
    this.#open.set(uri.toString(), { uri, mtime: Date.now() });
    return uri;
  }

  #proposed(file: FileChange, before: vscode.TextDocument | undefined): string {
    const text = before?.getText() ?? "";
    let after = "";
    let from = 0;
    for (const { range, newText } of file.hunks.filter((h) => h.status === "pending")) {
      const { start, end } = this.#host.asRange(range);
      after += text.slice(from, before?.offsetAt(start)) + newText;
      from = before?.offsetAt(end) ?? 0;
    }

    return after + text.slice(from);
  }

  #follow(edit: EditState): void {
    const shown = [...this.#open.values()].filter((o) => partsOf(o.uri).edit === edit.id);
    if (edit.phase === "closed") {
      shown.forEach((o) => this.#open.delete(o.uri.toString()));
      const title = edit.revisions[edit.shown]?.title ?? "";
      const isOurs = ({ input, label }: vscode.Tab): boolean =>
        input instanceof vscode.TabInputTextDiff
          ? this.editOf(input.modified) === edit.id
          : !(input instanceof vscode.TabInputText) && shown.length > 0 && label.startsWith(`${title} (`);
      void vscode.window.tabGroups.close(vscode.window.tabGroups.all.flatMap((g) => g.tabs).filter(isOurs));
    } else if (shown.length > 0) {
      shown.forEach((o) => (o.mtime = Date.now()));
      this.#changed.fire(shown.map(({ uri }) => ({ type: vscode.FileChangeType.Changed, uri })));
    }
  }
}

function partsOf(uri: vscode.Uri): { edit: string; file: string; side: "left" | "right" } {
  return JSON.parse(uri.query) as { edit: string; file: string; side: "left" | "right" };
}
