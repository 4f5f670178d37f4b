import * as vscode from "vscode";
import type { Host } from "../host/Host";
import { pendingHunks, proposalOf } from "./editState";
import { lensesOf, marksOf } from "./editView";
import type { InlineEdits } from "./InlineEdits";

/** Marks over the text: lines that would go, and how many would come. */
export class EditMarks implements vscode.Disposable {
  readonly #removed = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor("diffEditor.removedLineBackground"),
    overviewRulerColor: new vscode.ThemeColor("editorOverviewRuler.deletedForeground"),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
    // High contrast themes have no background for removed lines.
    borderColor: new vscode.ThemeColor("diffEditor.removedTextBorder"),
  });
  readonly #inserted = vscode.window.createTextEditorDecorationType({
    overviewRulerColor: new vscode.ThemeColor("editorOverviewRuler.addedForeground"),
    overviewRulerLane: vscode.OverviewRulerLane.Right,
    after: {
      margin: "0 0 0 2em",
      color: new vscode.ThemeColor("gitDecoration.addedResourceForeground"),
      fontStyle: "italic",
    },
  });
  readonly #edits: InlineEdits;
  readonly #host: Host;
  readonly #listening: vscode.Disposable;

  constructor(edits: InlineEdits, host: Host) {
    this.#edits = edits;
    this.#host = host;
    const draw = (): void => {
      vscode.window.visibleTextEditors.forEach((e) => {
        this.#draw(e);
      });
    };
    this.#listening = vscode.Disposable.from(edits.onDidChange(draw), vscode.window.onDidChangeVisibleTextEditors(draw));
  }

  dispose(): void {
    vscode.Disposable.from(this.#listening, this.#removed, this.#inserted).dispose();
  }

  #draw(editor: vscode.TextEditor): void {
    const { uri } = this.#host.fromDocument(editor.document);
    const marks = this.#edits.all.map((e) => marksOf(e, uri));
    editor.setDecorations(
      this.#removed,
      marks
        .flatMap((m) => m.removed)
        .map(({ start, end }) => new vscode.Range(start.line, 0, end.character === 0 ? end.line - 1 : end.line, 0)),
    );
    editor.setDecorations(
      this.#inserted,
      marks
        .flatMap((m) => m.inserted)
        .filter(({ line }) => line < editor.document.lineCount)
        .map(({ line, text }) => ({ range: atEnd(editor.document, line), renderOptions: { after: { contentText: text } } })),
    );
  }
}

/** *Accept | Reject* above each hunk, *Cancel* above lines that are being rewritten. */
export class EditLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #edits: InlineEdits;
  readonly #host: Host;
  readonly #listening: vscode.Disposable;

  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(edits: InlineEdits, host: Host) {
    this.#edits = edits;
    this.#host = host;
    const shown = new Map<string, string>();
    this.#listening = vscode.Disposable.from(
      this.#changed,
      edits.onDidChange((edit) => {
        // A lens moves with its text; asking for lenses at every delta would make them blink.
        const proposal = proposalOf(edit);
        const hunks = proposal ? pendingHunks(proposal).map(({ hunk }) => [hunk.id, hunk.range.start.line]) : [];
        const now = JSON.stringify([edit.phase, proposal?.verification.status, hunks]);
        if (shown.get(edit.id) !== now) {
          shown.set(edit.id, now);
          this.#changed.fire();
        }
      }),
      vscode.languages.registerCodeLensProvider("*", this),
    );
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const { uri } = this.#host.fromDocument(document);
    return this.#edits.all
      .flatMap((edit) => lensesOf(edit, uri))
      .map(({ line, title, command, argument }) => {
        return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), { title, command, arguments: [argument] });
      });
  }

  dispose(): void {
    this.#listening.dispose();
  }
}

function atEnd(document: vscode.TextDocument, line: number): vscode.Range {
  const { end } = document.lineAt(line).range;
  return new vscode.Range(end, end);
}
