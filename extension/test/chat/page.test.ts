import assert from "node:assert/strict";
import { test } from "node:test";
import type { Uri, Webview } from "vscode";
import { pageOf } from "../../src/chat/page";
import { Uri as FakeUri } from "../vscode";

const webview = { asWebviewUri: (uri: { path: string }) => `https://file${uri.path}` } as unknown as Pick<
  Webview,
  "asWebviewUri"
>;
const html = () => pageOf(webview, new FakeUri("/webview") as unknown as Uri);
const nonceOf = (text: string): string | undefined => /script-src 'nonce-([\w-]+)'/.exec(text)?.[1];

test("The page may load its own script and style sheet, each time by another nonce, and nothing else", () => {
  const text = html();
  const nonce = nonceOf(text) ?? "none";
  assert.ok(
    text.includes(
      `content="default-src 'none'; base-uri 'none'; form-action 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'"`,
    ),
  );
  assert.equal(text.match(/unsafe|https?:\/\/(?!file\/)|\son\w+=|style=/), null);
  assert.deepEqual(
    [...text.matchAll(/(?:src|href)="([^"]*)"/g)].map((m) => m[1]),
    ["https://file/webview/chat.css", "https://file/webview/chat.js"],
  );
  assert.notEqual(nonceOf(html()), nonce);
});
