import * as vscode from "vscode";
import type { Host } from "../host/Host";
import { pendingHunks, proposalOf } from "./editState";
import { lensesOf, marksOf } from "./editView";
import type { EditList } from "./EditList";

const removed: vscode.DecorationRenderOptions = {
  isWholeLine: true,
  backgroundColor: new vscode.ThemeColor("diffEditor.removedLineBackground"),
  overviewRulerColor: new vscode.ThemeColor("editorOverviewRuler.deletedForeground"),
  overviewRulerLane: vscode.OverviewRulerLane.Left,
};

/** In themes with high contrast, which have no such background. */
const outlined: vscode.DecorationRenderOptions = {
  ...removed,
  borderStyle: "dashed",
  borderWidth: "1px",
  borderColor: new vscode.ThemeColor("diffEditor.removedTextBorder"),
};

const inserted: vscode.DecorationRenderOptions = {
  after: { margin: "0 0 0 2em", color: new vscode.ThemeColor("gitDecoration.addedResourceForeground"), fontStyle: "italic" },
  overviewRulerColor: new vscode.ThemeColor("editorOverviewRuler.addedForeground"),
  overviewRulerLane: vscode.OverviewRulerLane.Right,
};

/** Marks over the text: lines that would go, and how many would come; the newest one while they are being written. */
export function drawMarks(edits: EditList, host: Host): vscode.Disposable {
  const goes = vscode.window.createTextEditorDecorationType(removed);
  const goesOutlined = vscode.window.createTextEditorDecorationType(outlined);
  const comes = vscode.window.createTextEditorDecorationType(inserted);
  const drawn = new WeakMap<vscode.TextEditor, string>();
  const draw = (): void => {
    const { HighContrast, HighContrastLight } = vscode.ColorThemeKind;
    const isOutlined = [HighContrast, HighContrastLight].includes(vscode.window.activeColorTheme.kind);
    for (const editor of vscode.window.visibleTextEditors) {
      const { document } = editor;
      const marks = edits.all.map((edit) => marksOf(edit, host.fromDocument(document).uri));
      const now = JSON.stringify([isOutlined, marks]);
      if (drawn.get(editor) === now) {
        continue;
      }

      drawn.set(editor, now);
      const lines = marks.flatMap((m) => m.removed).map(({ first, last }) => new vscode.Range(first, 0, last, 0));
      const notes = marks.flatMap((m) => m.inserted).filter(({ line }) => line < document.lineCount);
      editor.setDecorations(goes, isOutlined ? [] : lines);
      editor.setDecorations(goesOutlined, isOutlined ? lines : []);
      editor.setDecorations(
        comes,
        notes.map(({ line, text }) => {
          const { end } = document.lineAt(line).range;
          return { range: new vscode.Range(end, end), renderOptions: { after: { contentText: text } } };
        }),
      );
    }
  };
  const { onDidChangeActiveColorTheme, onDidChangeVisibleTextEditors } = vscode.window;
  const events = [edits.onDidChange, onDidChangeActiveColorTheme, onDidChangeVisibleTextEditors];
  return vscode.Disposable.from(goes, goesOutlined, comes, ...events.map((event: vscode.Event<unknown>) => event(draw)));
}

/** *Accept | Reject* above each hunk, *Cancel* above lines that are being rewritten. */
export function provideLenses(edits: EditList, host: Host): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const shown = new Map<string, string>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: (document) =>
      edits.all
        .flatMap((edit) => lensesOf(edit, host.fromDocument(document).uri))
        .map(({ line, title, command, argument }) => {
          return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), { title, command, arguments: [argument] });
        }),
  };
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerCodeLensProvider("*", provider),
    edits.onDidChange((edit) => {
      // A lens moves with its text; asking for lenses at every delta would make them blink.
      const proposal = proposalOf(edit);
      const hunks = proposal ? pendingHunks(proposal).map(({ hunk }) => [hunk.id, hunk.range.start.line]) : [];
      const now = JSON.stringify([edit.phase, proposal?.verification.status, hunks]);
      if (shown.get(edit.id) !== now) {
        shown.set(edit.id, now);
        changed.fire();
      }
    }),
  );
}
