import assert from "node:assert/strict";
import { test } from "node:test";
import { Basket } from "../src/index.js";
import { coffee, tea } from "./products.js";

test("the same product twice becomes one line", () => {
  const basket = new Basket();
  basket.add(tea);
  basket.add(coffee);
  basket.add(tea, 2);

  assert.deepEqual(
    basket.lines.map((line) => [line.product.sku, line.quantity]),
    [
      ["TEA-0042", 3],
      ["COF-0001", 1],
    ],
  );
});

test("the total is the sum of all lines", () => {
  const basket = new Basket();
  basket.add(tea, 2);
  basket.add(coffee);

  assert.equal(basket.total().toString(), "21.90 EUR");
});

test("a product that is not there cannot be removed", () => {
  const basket = new Basket();
  basket.add(tea);

  assert.equal(basket.remove("COF-0001"), false);
  assert.equal(basket.remove("TEA-0042"), true);
  assert.equal(basket.lines.length, 0);
});
