import * as vscode from "vscode";
import type { Host } from "../host/Host";
import { tell, tellFailure } from "../host/message";
import type { InlineEdits } from "../inlineEdit/InlineEdits";
import type { ApprovalParams, ApprovalResult } from "../protocol";
import { Approvals } from "./Approvals";
import { Chat } from "./Chat";
import { ChatView } from "./ChatView";
import { chatWords } from "./chatWords";

/** The chat of a window, once something of it is used. */
export interface OpenChat {
  readonly chat: Chat;
  readonly view: ChatView;
  approve(request: ApprovalParams, token: vscode.CancellationToken): Promise<ApprovalResult>;
}

export function openChat(context: vscode.ExtensionContext, host: Host, edits: InlineEdits): OpenChat {
  const approvals = new Approvals();
  const chat = new Chat(host, context.workspaceState);
  const view = new ChatView(host, chat, edits, approvals);
  const show = { title: chatWords.show(), command: "codexLsp.chat.focus" };
  let runs = false;
  context.subscriptions.push(
    ...[approvals, chat, view],
    // Whoever asked is gone.
    host.onDidRestart(() => approvals.withdraw()),
    chat.onDidTell(() => {
      if (runs !== (chat.running !== undefined)) {
        runs = !runs;
        void vscode.commands.executeCommand("setContext", "codexLsp.state.turn", runs);
      }
    }),
    host.on("codex/turn/completed", ({ threadId, turn }) => {
      if (turn.mode === "task" && threadId === chat.threadId && !vscode.window.state.focused) {
        tell("Information", chatWords.done(), show);
      }
    }),
  );
  const approve: OpenChat["approve"] = (request, token) => {
    if (!view.reveal() || !vscode.window.state.focused) {
      tell("Information", chatWords.asks(request.title), show);
    }

    return approvals.ask(request, token);
  };
  return { chat, view, approve };
}

/** How many threads, of all folders, are looked at. */
const mostThreads = 200;

/** The thread that the user chooses among those of this workspace: others do not go on here. */
export async function chooseThread(host: Host): Promise<string | undefined> {
  const answer = await host.ask("codex/thread/list", { limit: mostThreads });
  if (answer.kind !== "ok") {
    tellFailure(answer);
    return undefined;
  }

  const ours = answer.value.threads.filter(({ cwd }) => vscode.workspace.getWorkspaceFolder(vscode.Uri.file(cwd)));
  const threads = ours.map(({ id, title, updatedAt }) => {
    return { label: title, description: new Date(updatedAt).toLocaleString(), id };
  });
  const placeHolder = threads.length === 0 ? chatWords.noThreads() : "";
  return (await vscode.window.showQuickPick(threads, { title: chatWords.threads(), placeHolder }))?.id;
}
