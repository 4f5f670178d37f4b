import assert from "node:assert/strict";
import { test } from "node:test";
import { plain } from "../src/host/plain";

// What VS Code takes for a link in a message (`parseLinkedText`).
const link = /\[[^\]]+\]\((?:https?:\/\/|command:|file:)[^)\s]+/i;

test("Words of others make no link in a message", () => {
  const words = ".codex-lsp.json: [Repair](command:workbench.action.quit) is not a setting. [a][b](https://example.com)";
  assert.match(words, link);
  assert.doesNotMatch(plain(words), link);
  assert.equal(plain("nothing [here] (is) a link"), "nothing [here] (is) a link");
});
