import * as vscode from "vscode";
import type { Host } from "../host/Host";
import type { Position, Range } from "../protocol";
import { type EditEvent, type EditState, type Phase, prompting, reduce } from "./editState";
import { distanceTo } from "./editView";
import { distance, lastLine, type Shift } from "./ranges";

/** Lines from the cursor to an edit that the keys still act on. */
const reach = 3;

/**
 * Every edit of this window, in step with what is typed. What happens goes through `reduce`; whoever draws listens to `onDidChange` and
 * reads.
 */
export class EditList implements vscode.Disposable {
  readonly #edits = new Map<string, EditState>();
  readonly #changed = new vscode.EventEmitter<EditState>();
  readonly #host: Host;
  readonly #typed: vscode.Disposable;

  /** Tells of an edit that is new, other than before, or closed. */
  readonly onDidChange = this.#changed.event;

  constructor(host: Host) {
    this.#host = host;
    this.#typed = vscode.workspace.onDidChangeTextDocument((e) => {
      this.#follow(e);
    });
  }

  get all(): readonly EditState[] {
    return [...this.#edits.values()].filter((e) => e.phase !== "closed");
  }

  /** The edit of that id, closed ones included: an undo opens them again. */
  find(id: string): EditState | undefined {
    return this.#edits.get(id);
  }

  /** The edit that has a proposal as one of its revisions. */
  editOf(proposalId: string): EditState | undefined {
    return [...this.#edits.values()].find((e) => e.revisions.some((r) => r.id === proposalId));
  }

  /** The edit the keys are about: the nearest of a few lines around the cursor, else the only one to decide on that can be seen. */
  meant({ document, selection, visibleRanges }: vscode.TextEditor): EditState | undefined {
    const { uri } = this.#host.fromDocument(document);
    const far = (e: EditState): number => distanceTo(e, uri, selection.active.line) ?? Infinity;
    const asked = this.all.filter((e) => e.phase !== "prompting");
    const [near] = asked.filter((e) => far(e) <= reach).sort((a, b) => far(a) - far(b));
    const isSeen = (e: EditState): boolean => visibleRanges.some((r) => distanceTo(e, uri, r.start.line, r.end.line) === 0);
    const seen = asked.filter((e) => e.phase === "ready" && isSeen(e));
    return near ?? (seen.length === 1 ? seen[0] : undefined);
  }

  /** The edits of those lines that are in one of these phases, oldest first. */
  at(uri: string, line: number, ...phases: readonly Phase[]): readonly EditState[] {
    return this.all.filter((e) => phases.includes(e.phase) && e.uri === uri && distance(e.range, line) === 0);
  }

  /** An edit of these lines whose words are still to come. */
  begin(uri: string, range: Range): string {
    for (const edit of this.at(uri, lastLine(range), "prompting")) {
      this.close(edit.id);
    }

    const id = crypto.randomUUID();
    this.add(prompting(id, uri, range));
    return id;
  }

  add(edit: EditState): void {
    this.#edits.set(edit.id, edit);
    this.#changed.fire(edit);
  }

  close(id: string): void {
    this.dispatch(id, { type: "closed" });
  }

  dispatch(id: string, event: EditEvent): void {
    const before = this.#edits.get(id);
    if (before === undefined) {
      return;
    }

    const after = reduce(before, event);
    this.#edits.set(id, after);
    if (after !== before) {
      this.#changed.fire(after);
    }
  }

  dispose(): void {
    this.#typed.dispose();
    this.#changed.dispose();
  }

  #follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (this.#edits.size === 0 || contentChanges.length === 0) {
      return;
    }

    const { uri } = this.#host.fromDocument(document);
    const shifts = contentChanges.map((c): Shift => ({
      range: this.#host.fromRange(c.range),
      end: endOf(c.range.start, c.text),
    }));
    // Closed ones, too: an undo opens them again, where they are by then.
    for (const edit of [...this.#edits.values()].filter((e) => concerns(e, uri))) {
      this.dispatch(edit.id, { type: "typed", uri, shifts });
    }
  }
}

function concerns(edit: EditState, uri: string): boolean {
  return edit.uri === uri || [edit.draft, ...edit.revisions].some((p) => p?.files.some((f) => f.uri === uri));
}

function endOf(start: vscode.Position, text: string): Position {
  const lines = text.split(/\r\n|\r|\n/);
  const last = lines.at(-1) ?? "";
  return lines.length === 1
    ? { line: start.line, character: start.character + last.length }
    : { line: start.line + lines.length - 1, character: last.length };
}
