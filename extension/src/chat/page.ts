import { env, Uri, type Webview } from "vscode";

/** The page of the chat: one script and one style sheet of ours, nothing else, and no network. */
export function pageOf(webview: Pick<Webview, "asWebviewUri">, root: Uri): string {
  const nonce = crypto.randomUUID();
  const source = (name: string): string => webview.asWebviewUri(Uri.joinPath(root, name)).toString();
  const policy = `default-src 'none'; base-uri 'none'; form-action 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${env.language}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Codex</title>
    <link nonce="${nonce}" rel="stylesheet" href="${source("chat.css")}" />
  </head>
  <body>
    <script nonce="${nonce}" src="${source("chat.js")}"></script>
  </body>
</html>
`;
}
