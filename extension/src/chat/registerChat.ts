import * as vscode from "vscode";
import type { Host } from "../host/Host";
import type { InlineEdits } from "../inlineEdit/InlineEdits";
import { isPlace } from "../inlineEdit/registerInlineEdit";
import { words } from "../inlineEdit/words";
import { runTask } from "../tasks/runTask";
import { explain } from "./explain";
import type { OpenChat } from "./openChat";

const view = "codexLsp.chat";

/** The view of the chat and its commands. What they need is evaluated with the first of them, not at activation. */
export function registerChat(context: vscode.ExtensionContext, host: Host, edits: InlineEdits): void {
  let opened: Promise<OpenChat> | undefined;
  const open = (): Promise<OpenChat> => (opened ??= import("./openChat").then(({ openChat }) => openChat(context, host, edits)));
  const show = async (): Promise<OpenChat> => {
    const chat = await open();
    await vscode.commands.executeCommand(`${view}.focus`);
    chat.view.focus();
    return chat;
  };

  host.answer("codex/approval/request", async (request, token) => (await open()).approve(request, token));
  const commands = {
    "codexLsp.explain": (place?: unknown) =>
      isPlace(place) ? explain(show, place) : vscode.window.showInformationMessage(words.noProblem()),
    "codexLsp.newChat": async () => (await show()).chat.show(undefined),
    "codexLsp.openChat": async () => {
      (await open()).view.attach(vscode.window.activeTextEditor);
      await show();
    },
    "codexLsp.runTask": () => runTask(show),
    "codexLsp.showThreads": async () => {
      const { chooseThread } = await import("./openChat");
      const threadId = await chooseThread(host);
      if (threadId !== undefined) {
        await (await show()).chat.show(threadId);
      }
    },
    "codexLsp.stopTurn": async () => (await open()).chat.stop(),
  };
  context.subscriptions.push(
    vscode.window.registerWebviewViewProvider(
      view,
      {
        resolveWebviewView: async (place) =>
          (await open()).view.open(place, vscode.Uri.joinPath(context.extensionUri, "webview")),
      },
      // What is written while the view is hidden is heard.
      { webviewOptions: { retainContextWhenHidden: true } },
    ),
    ...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(name, run)),
  );
}
