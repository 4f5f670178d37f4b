import assert from "node:assert/strict";
import { test } from "node:test";
import { partsOf, visible } from "../src/text/unseen";

const marks = (text: string, isLine: boolean): string[] =>
  partsOf(text, isLine).map((p) => (p.isUnseen ? `<${p.text}>` : p.text));

test("What cannot be seen in a command is spelled out and marked", () => {
  assert.deepEqual(marks("git\u202etset", true), ["git", "<\\u{202e}>", "tset"]);
  assert.deepEqual(marks("\u001b[2K\rrm", true), ["<\\u{1b}>", "[2K", "<\\u{d}>", "rm"]);
  assert.deepEqual(marks("a\u{e0041}\u200bb", true), ["a", "<\\u{e0041}>", "<\\u{200b}>", "b"]);
  assert.deepEqual(marks("äöü 漢字 🙂 \\u{1b}", true), ["äöü 漢字 🙂 \\u{1b}"]);
});

test("Line ends are marked in a word of a command, and are line ends in its output", () => {
  assert.deepEqual(marks("a\nb\tc", true), ["a", "<\\u{a}>", "b", "<\\u{9}>", "c"]);
  assert.deepEqual(marks("a\nb\tc", false), ["a\nb\tc"]);
  assert.equal(visible("a\r\nb\u202e"), "a\nb\\u{202e}");
});

test("Nothing is left out: the parts are the text", () => {
  const text = "\u0000x\u2066y\n\tz\u00ad";
  assert.equal(
    partsOf(text, true)
      .map((p) => (p.isUnseen ? String.fromCodePoint(parseInt(p.text.slice(3), 16)) : p.text))
      .join(""),
    text,
  );
});
