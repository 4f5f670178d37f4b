import { window, workspace, type ExtensionContext } from "vscode";
import { HostConnection } from "./host/HostConnection";
import { Secrets } from "./host/Secrets";
import { registerChat } from "./chat/registerChat";
import { registerInlineEdit } from "./inlineEdit/registerInlineEdit";
import { registerStatus } from "./status/registerStatus";

let host: HostConnection | undefined;

/** Registers everything and loads as little as possible: the language client comes with the host, the host with the first C# document. */
export function activate(context: ExtensionContext): void {
  const began = performance.now();
  const log = window.createOutputChannel("Codex", { log: true });
  const secrets = new Secrets(context.secrets);
  host = new HostConnection(context, log, secrets);
  context.subscriptions.push(log);
  registerStatus(context, host, secrets, log);
  const edits = registerInlineEdit(context, host);
  registerChat(context, host, edits);
  startWithFirstCSharpDocument(context, host);
  log.debug(`activated in ${(performance.now() - began).toFixed(1)} ms`);
}

/** Ends the host with the window. */
export async function deactivate(): Promise<void> {
  await host?.stop();
}

function startWithFirstCSharpDocument(context: ExtensionContext, connection: HostConnection): void {
  const first = workspace.onDidOpenTextDocument((document) => startFor(document.languageId));
  const startFor = (languageId: string) => {
    if (languageId === "csharp") {
      first.dispose();
      void connection.start();
    }
  };
  context.subscriptions.push(first);
  workspace.textDocuments.forEach((document) => startFor(document.languageId));
}
