import * as vscode from "vscode";
import type { Host } from "../host/Host";
import { type EditState, pendingHunks, proposalOf } from "../inlineEdit/editState";
import { countsOf, isBroken, kindOf, labelOf } from "../inlineEdit/editView";
import type { EditList } from "../inlineEdit/EditList";
import { projectVerdict, words } from "../inlineEdit/words";
import type { FileChange, Hunk, Proposal } from "../protocol";

/** A row; what names an edit in it is also the argument of the row's commands. */
type Row =
  | { readonly kind: "edit"; readonly edit: string; readonly state: EditState; readonly proposal: Proposal }
  | { readonly kind: "project"; readonly edit: string; readonly label: string }
  | { readonly kind: "file"; readonly edit: string; readonly file: string; readonly change: FileChange }
  | { readonly kind: "hunk"; readonly edit: string; readonly file: string; readonly hunkId: string; readonly hunk: Hunk };

/** The view *Pending changes*: each edit with its verdict by project, its files and their hunks. */
export class PendingChanges implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #edits: EditList;
  readonly #host: Host;
  readonly #registered: vscode.Disposable;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(edits: EditList, host: Host) {
    this.#edits = edits;
    this.#host = host;
    const view = vscode.window.createTreeView("codexLsp.pendingChanges", {
      treeDataProvider: this,
      manageCheckboxStateManually: true,
    });
    let shown = "";
    this.#registered = vscode.Disposable.from(
      this.#changed,
      view,
      view.onDidChangeCheckboxState(({ items }) => {
        for (const [row, state] of items) {
          if (row.kind === "hunk") {
            const ticked = state === vscode.TreeItemCheckboxState.Checked;
            edits.dispatch(row.edit, { type: "ticked", hunkId: row.hunkId, ticked });
          }
        }
      }),
      edits.onDidChange(() => {
        // Not at every delta of a model that writes.
        const now = JSON.stringify(
          this.#rows().map((r) => [r.state.id, labelOf(r.state), [...r.state.leftOut], r.proposal.files]),
        );
        if (now !== shown) {
          shown = now;
          this.#changed.fire(undefined);
        }
      }),
    );
  }

  getChildren(row?: Row): Row[] {
    switch (row?.kind) {
      case undefined:
        return this.#rows();
      case "edit":
        return [
          ...row.proposal.verification.scope.projects.map((p) => {
            return { kind: "project", edit: row.edit, label: projectVerdict(p, row.proposal.verification.introduced) } as const;
          }),
          ...row.proposal.files.map((change) => ({ kind: "file", edit: row.edit, file: change.uri, change }) as const),
        ];
      case "file":
        return pending(row.change).map((hunk) => ({ kind: "hunk", edit: row.edit, file: row.file, hunkId: hunk.id, hunk }));
      default:
        return [];
    }
  }

  getTreeItem(row: Row): vscode.TreeItem {
    const item = new vscode.TreeItem("");
    item.id = [row.kind, row.edit, ...("file" in row ? [row.file] : []), ...("hunkId" in row ? [row.hunkId] : [])].join(" ");
    item.contextValue = row.kind;
    switch (row.kind) {
      case "edit":
        item.contextValue = isBroken(row.state) ? "broken" : row.state.phase;
        item.label = row.proposal.title;
        item.description = labelOf(row.state);
        item.collapsibleState = vscode.TreeItemCollapsibleState.Expanded;
        break;
      case "project":
        item.id += row.label;
        item.label = row.label;
        break;
      case "file":
        item.resourceUri = this.#host.asUri(row.file);
        item.label = vscode.workspace.asRelativePath(item.resourceUri);
        item.description = [kindOf(row.change, String), countsOf(pending(row.change))].filter(Boolean).join(" ");
        item.collapsibleState = vscode.TreeItemCollapsibleState.Expanded;
        item.command = { title: words.openDiff(), command: "codexLsp.openDiff", arguments: [row] };
        break;
      case "hunk": {
        item.label = words.line(row.hunk.range.start.line + 1);
        item.description = countsOf([row.hunk]);
        const isLeftOut = this.#edits.find(row.edit)?.leftOut.has(row.hunkId) === true;
        item.checkboxState = isLeftOut ? vscode.TreeItemCheckboxState.Unchecked : vscode.TreeItemCheckboxState.Checked;
        const { start } = this.#host.asRange(row.hunk.range);
        const target = { selection: new vscode.Range(start, start) };
        item.command = {
          title: words.line(start.line + 1),
          command: "vscode.open",
          arguments: [this.#host.asUri(row.file), target],
        };
        break;
      }
    }

    return item;
  }

  dispose(): void {
    this.#registered.dispose();
  }

  #rows(): Extract<Row, { kind: "edit" }>[] {
    return this.#edits.all.flatMap((state) => {
      const proposal = proposalOf(state);
      return proposal ? [{ kind: "edit", edit: state.id, state, proposal } as const] : [];
    });
  }
}

function pending(file: FileChange): Hunk[] {
  return pendingHunks({ files: [file] }).map((p) => p.hunk);
}
