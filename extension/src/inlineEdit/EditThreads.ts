import * as vscode from "vscode";
import type { Host } from "../host/Host";
import { type EditState, isRunning } from "./editState";
import { type CommentView, linkedCommands, threadView } from "./editView";
import type { EditList } from "./EditList";
import { words } from "./words";

// The editor gathers what is set on a thread for 100 ms and starts over with each change: drawing at that rate would never show.
const pause = 125;
const patience = 2000;

interface Drawn {
  readonly thread: vscode.CommentThread;
  readonly phase: string;
  readonly at: number;
  readonly said: string;
  readonly comments: ReadonlyMap<string, vscode.Comment | undefined>;
  timer?: NodeJS.Timeout;
}

/** The comment thread below each edit, and the box in which one begins. */
export class EditThreads implements vscode.Disposable {
  readonly #controller = vscode.comments.createCommentController("codexLsp", words.codex());
  readonly #drawn = new Map<string, Drawn>();
  readonly #edits: EditList;
  readonly #host: Host;
  readonly #listening: vscode.Disposable;

  constructor(edits: EditList, host: Host) {
    this.#edits = edits;
    this.#host = host;
    this.#controller.options = { prompt: words.ask(), placeHolder: words.placeHolder() };
    this.#listening = edits.onDidChange((edit) => {
      this.#draw(edit);
    });
  }

  /**
   * Opens the box below the lines of an edit and gives it the focus; a thread made from code would leave it in the editor. False
   * where the editor shows no comments, as with `comments.visible` off.
   */
  async prompt(id: string, document: vscode.TextDocument): Promise<boolean> {
    const isOffered = new Promise<boolean>((resolve) => {
      setTimeout(() => resolve(false), patience);
      // Setting a provider makes every editor ask anew, and draw its threads anew: it is not taken away while the box has the focus.
      this.#controller.commentingRangeProvider = {
        provideCommentingRanges: ({ uri }) => {
          const edit = this.#edits.find(id);
          if (edit?.phase !== "prompting" || uri.toString() !== document.uri.toString()) {
            return [];
          }

          setImmediate(() => resolve(true));
          return [this.#host.asRange(edit.range)];
        },
      };
    });
    const range = this.#edits.find(id)?.range;
    if (range === undefined || !(await isOffered)) {
      return false;
    }

    // The editor has been answered; by the second message after that it has taken the answer in.
    await vscode.commands.executeCommand("setContext", "codexLsp.state.asked", true);
    await vscode.commands.executeCommand("setContext", "codexLsp.state.asked", true);
    const lines = { startLineNumber: range.start.line + 1, endLineNumber: range.end.line + 1 };
    await vscode.commands.executeCommand("workbench.action.addComment", {
      range: { ...lines, startColumn: 1, endColumn: range.end.character + 1 },
    });
    return true;
  }

  /** Makes the thread the editor made for the box the one of this edit. */
  adopt(id: string, thread: vscode.CommentThread): void {
    this.#drawn.set(id, { thread, phase: "", at: 0, said: "", comments: new Map() });
  }

  editOf(thread: unknown): string | undefined {
    return [...this.#drawn].find(([, d]) => d.thread === thread)?.[0];
  }

  dispose(): void {
    this.#listening.dispose();
    for (const { timer } of this.#drawn.values()) {
      clearTimeout(timer);
    }

    this.#controller.dispose();
  }

  #draw(edit: EditState): void {
    if (edit.phase === "prompting") {
      return;
    }

    const drawn = this.#drawn.get(edit.id);
    if (edit.phase === "closed") {
      clearTimeout(drawn?.timer);
      drawn?.thread.dispose();
      this.#drawn.delete(edit.id);
    } else if (drawn === undefined || drawn.phase !== edit.phase || Date.now() - drawn.at >= pause || !isRunning(edit)) {
      clearTimeout(drawn?.timer);
      this.#show(edit, drawn ?? {});
    } else {
      drawn.timer ??= setTimeout(() => {
        const now = this.#edits.find(edit.id);
        if (now !== undefined && now.phase !== "closed") {
          this.#show(now, drawn);
        }
      }, pause);
    }
  }

  #show(edit: EditState, drawn: Partial<Drawn>): void {
    const { range: at, ...view } = threadView(edit, (uri) => vscode.workspace.asRelativePath(this.#host.asUri(uri)));
    const range = this.#host.asRange(at);
    const said = JSON.stringify(view);
    if (drawn.thread !== undefined && drawn.said === said) {
      // Who types moves threads with the text; the editor has done so already.
      drawn.thread.range = range;
      return;
    }

    const shown = view.comments.map((comment) => update(drawn.comments?.get(comment.role), comment));
    const thread = drawn.thread ?? this.#controller.createCommentThread(this.#host.asUri(edit.uri), range, shown);
    const comments = new Map([...(drawn.comments ?? []), ...view.comments.map(({ role }, i) => [role, shown[i]] as const)]);
    this.#drawn.set(edit.id, { thread, phase: edit.phase, at: Date.now(), said, comments });
    Object.assign(thread, {
      label: view.label,
      contextValue: view.contextValue,
      canReply: view.canReply,
      range,
      comments: shown,
    });
    if (drawn.phase !== edit.phase) {
      thread.collapsibleState = vscode.CommentThreadCollapsibleState.Expanded;
    }
  }
}

/** The same comment with what it says now: an object the editor knows already is drawn in place, without a flicker. */
function update(known: vscode.Comment | undefined, { author, label, body, trusted }: CommentView): vscode.Comment {
  const markdown = new vscode.MarkdownString(body);
  if (trusted) {
    markdown.isTrusted = { enabledCommands: linkedCommands };
  }

  return Object.assign(known ?? {}, {
    author: { name: author },
    body: markdown,
    mode: vscode.CommentMode.Preview,
    ...(label !== undefined && { label }),
  });
}
