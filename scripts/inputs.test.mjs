import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { filesUnder, stamp } from "./inputs.mjs";

let root;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "codex-lsp-inputs-"));
  mkdirSync(join(root, "server", "obj"), { recursive: true });
  writeFileSync(join(root, "server", "A.cs"), "class A;");
  writeFileSync(join(root, "server", "obj", "Generated.cs"), "class G;");
  writeFileSync(join(root, "global.json"), "{}");
});

afterEach(() => rmSync(root, { recursive: true }));

const now = (settings = {}) => stamp(root, ["server", "global.json"], settings);

test("Inputs are the files of the folders and the files named, without build output", () =>
  assert.deepEqual(filesUnder(root, ["server", "global.json"]), ["global.json", "server/A.cs"]));

test("The stamp stays while nothing changes and ignores build output", () => {
  const before = now();
  writeFileSync(join(root, "server", "obj", "Generated.cs"), "class Other;");
  assert.equal(now(), before);
});

test("A changed, an added, a renamed file and another setting each change the stamp", () => {
  const seen = new Set([now()]);
  const isNew = (value) => assert.equal(seen.size, seen.add(value).size - 1);
  writeFileSync(join(root, "server", "A.cs"), "class B;");
  isNew(now());
  writeFileSync(join(root, "server", "C.cs"), "");
  isNew(now());
  rmSync(join(root, "server", "C.cs"));
  writeFileSync(join(root, "server", "D.cs"), "");
  isNew(now());
  isNew(now({ sdk: "10.0.100" }));
});
