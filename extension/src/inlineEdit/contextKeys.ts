import * as vscode from "vscode";
import type { EditList } from "./EditList";

/** Keeps `codexLsp.state` and its companions at what the edit at the cursor is in: keybindings and menus read them. */
export function followContext(edits: EditList): vscode.Disposable {
  const known = new Map<string, unknown>();
  const set = (key: string, value: unknown): void => {
    if (known.get(key) !== value) {
      known.set(key, value);
      void vscode.commands.executeCommand("setContext", key, value);
    }
  };
  const follow = (): void => {
    const editor = vscode.window.activeTextEditor;
    const edit = editor && edits.meant(editor);
    set("codexLsp.state", edit?.phase ?? "idle");
    set("codexLsp.state.revisions", (edit?.revisions.length ?? 0) > 1);
    set(
      "codexLsp.state.pending",
      edits.all.some((e) => e.revisions.length > 0),
    );
  };
  follow();
  return vscode.Disposable.from(
    edits.onDidChange(follow),
    vscode.window.onDidChangeActiveTextEditor(follow),
    vscode.window.onDidChangeTextEditorSelection(follow),
    vscode.window.onDidChangeTextEditorVisibleRanges(follow),
  );
}
