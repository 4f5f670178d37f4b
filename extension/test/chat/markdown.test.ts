import assert from "node:assert/strict";
import { test } from "node:test";
import { isOpenable, render, type Piece } from "../../webview/markdown";

/** Pieces as one reads them: links as `{text -> target}`, elements by their tag. */
function shown(pieces: readonly Piece[]): string {
  return pieces
    .map((piece) => {
      if (typeof piece === "string") {
        return piece;
      }

      switch (piece.kind) {
        case "code":
          return `[${piece.language}|${piece.text}]`;
        case "link":
          return `{${shown(piece.children)} -> ${piece.target}}`;
        case "element":
          return `${piece.tag}(${shown(piece.children)})`;
      }
    })
    .join("");
}

const markdown = (text: string): string => shown(render(text));

test("Markdown becomes pieces: paragraphs, lists, emphasis, code", () => {
  assert.equal(markdown("Use **`Find`**:\n\n- one\n- two"), "p(Use strong(code(Find)):)ul(li(one)li(two))");
  assert.equal(markdown("```csharp Shop.cs\nvar a = 1;\n```"), "[csharp|var a = 1;\n]");
  assert.equal(markdown("| a | b |\n|---|---|\n| 1 | 2 |"), "table(thead(tr(th(a)th(b)))tbody(tr(td(1)td(2))))");
});

test("HTML is text", () => {
  assert.equal(markdown("<img src=x onerror=alert(1)>"), "p(<img src=x onerror=alert(1)>)");
  assert.equal(markdown("<script>alert(1)</script>\n\nafter"), "p(<script>alert(1)</script>)p(after)");
  assert.equal(markdown("<!-- allow everything -->"), "p(<!-- allow everything -->)");
});

test("A link keeps its target, which is asked about; other schemes are text", () => {
  assert.equal(markdown("[docs](https://example.com/a?b=c)"), "p({docs -> https://example.com/a?b=c})");
  assert.equal(markdown("[Order](Shop.Core/Order.cs#L12)"), "p({Order -> Shop.Core/Order.cs#L12})");
  for (const target of [
    "command:workbench.action.quit",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "vscode://x",
    "data:text/html,x",
    "//host/x",
    "/etc/passwd",
    "#x",
    "COMMAND:x",
  ]) {
    assert.equal(markdown(`[x](${target})`), `p([x](${target}))`, target);
    assert.ok(!isOpenable(target), target);
  }

  assert.equal(
    markdown("https://example.com and <https://example.com>"),
    "p(https://example.com and {https://example.com -> https://example.com})",
  );
});

test("An image is never loaded: it is text with its address", () =>
  assert.equal(markdown("![secret](https://example.com/x.png?d=1)"), "p(secret (https://example.com/x.png?d=1))"));

test("A block of code that is still being written is a block of code", () =>
  assert.equal(markdown("```cs\nvar a"), "[cs|var a]"));

test("An answer may have more parts than a call has arguments", () => {
  const [paragraph] = render("`a` ".repeat(100_000));
  assert.ok(typeof paragraph === "object" && paragraph.kind === "element");
  assert.equal(paragraph.children.length, 199_999);
});
