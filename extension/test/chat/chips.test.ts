import assert from "node:assert/strict";
import { test } from "node:test";
import type { TextEditor } from "vscode";
import { chipOf, nameHas, pathOf, withChip } from "../../src/chat/chips";
import { ScriptedHost } from "../inlineEdit/ScriptedHost";

const at = (first: number, last: number, end = 5) => ({
  start: { line: first, character: 0 },
  end: { line: last, character: end },
});

function chip(first: number, last: number, end?: number) {
  const range = at(first, last, end);
  const isEmpty = first === last && end === 0;
  return chipOf(
    { document: { uri: "Shop/Order.cs" }, selection: { ...range, isEmpty } } as unknown as TextEditor,
    new ScriptedHost({}),
  );
}

test("A chip names the lines that are selected, or the file", () => {
  assert.equal(chip(11, 29).label, "Shop/Order.cs:12-30");
  assert.equal(chip(11, 11).label, "Shop/Order.cs:12");
  assert.equal(chip(11, 30, 0).label, "Shop/Order.cs:12-30");
  assert.deepEqual(chip(4, 4, 0), { label: "Shop/Order.cs", input: { type: "file", uri: "Shop/Order.cs" } });
});

test("The same lines are attached once", () => {
  const chips = withChip(withChip([], chip(1, 2)), chip(1, 2));
  assert.equal(chips.length, 1);
  assert.equal(withChip(chips, chip(1, 3)).length, 2);
});

test("A name is found in whatever case, and its signs are signs", () => {
  assert.equal(nameHas("Ord"), "**/*[oO][rR][dD]*");
  assert.equal(nameHas("a*{b}/c.d"), "**/*[aA]??[bB]?/[cC].[dD]*");
});

test("A path of an answer is looked for as a file, with its line, and is no command", () => {
  assert.equal(pathOf("Shop.Core/Catalog.cs#L12"), "Shop.Core/Catalog.cs:12");
  assert.equal(pathOf("Shop.Core/My%20Catalog.cs#L3-L9"), "Shop.Core/My Catalog.cs:3");
  assert.equal(pathOf("Gr%C3%B6%C3%9Fe.cs"), "Größe.cs");
  assert.equal(pathOf("100%.cs"), "100%.cs");
  assert.equal(pathOf("./a.cs#Find"), "./a.cs");
  assert.equal(pathOf("%20>workbench.action.closeWindow"), "workbench.action.closeWindow");
  assert.equal(pathOf(">@>x"), "x");
  assert.equal(pathOf("%3Ex"), "x");
});
