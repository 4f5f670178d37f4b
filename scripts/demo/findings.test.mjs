import assert from "node:assert/strict";
import { test } from "node:test";
import { buildFindings, proposalFindings } from "./findings.mjs";

test("Errors of a build and of a verdict come to the same form, each once", () => {
  const output = `
/tmp/shop/Shop.App/Program.cs(22,25): error CS7036: There is no argument given [/tmp/shop/Shop.App/Shop.App.csproj]
/tmp/shop/Shop.App/Program.cs(22,25): error CS7036: There is no argument given [/tmp/shop/Shop.App/Shop.App.csproj]
/tmp/shop/Shop.App/Program.cs(3,1): warning CS8019: Unnecessary using [/tmp/shop/Shop.App/Shop.App.csproj]
  Build FAILED.`;
  const finding = (severity, line, code) => ({
    uri: "file:///tmp/shop/Shop.App/Program.cs",
    range: { start: { line, character: 0 }, end: { line, character: 1 } },
    severity,
    code,
  });
  const built = buildFindings(output, "/tmp/shop");
  assert.deepEqual(built, ["Shop.App/Program.cs:22 CS7036"]);
  assert.deepEqual(proposalFindings([finding("error", 21, "CS7036"), finding("warning", 2, "CS8019")], "/tmp/shop"), built);
});
