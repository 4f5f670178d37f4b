import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { ShopCopy } from "./shop-copy.mjs";

let folder;
let shop;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "codex-lsp-shop-"));
  shop = new ShopCopy(join(folder, "shop"));
});

afterEach(() => rmSync(folder, { recursive: true }));

const selected = (place) => {
  const [file, first, last] = place.split(/[:-]/);
  return readFileSync(join(shop.path, file), "utf8")
    .split("\n")
    .slice(first - 1, last);
};

test("A member with a block goes to its closing brace", () => {
  const lines = selected(shop.member("Shop.Core/Orders/Basket.cs", "public void Add(Product product, int quantity)"));
  assert.match(lines[0], /public void Add/);
  assert.equal(lines.at(-1), "    }");
  assert.ok(lines.some((line) => line.includes("with { Quantity")));
});

test("A member with an expression goes to its semicolon", () => {
  const lines = selected(shop.member("Shop.Core/Catalog.cs", "public Result<Product> Find("));
  assert.match(lines.at(-1), /Failure.*;$/);
});

test("A copy is pristine until a byte changes, a file goes or a file comes; builds do not count", () => {
  assert.ok(shop.isPristine());
  appendFileSync(join(shop.path, "Shop.sln"), " ");
  unlinkSync(join(shop.path, "Shop.Core", "Sku.cs"));
  writeFileSync(join(shop.path, "New.cs"), "");
  writeFileSync(join(shop.path, "obj"), "");
  assert.deepEqual(shop.changed().sort(), ["New.cs", "Shop.Core/Sku.cs", "Shop.sln"]);
});
