import assert from "node:assert/strict";
import { test } from "node:test";
import { above, Basket, bestOf, Catalog, checkout, Money, percentage } from "../src/index.js";
import { coffee, tea } from "./products.js";

test("without a discount everything is due", () => {
  const basket = new Basket();
  basket.add(tea);

  assert.equal(checkout(basket).text, "1 × Assam: 4.50 EUR\nTotal: 4.50 EUR");
});

test("the best discount counts, not their sum", () => {
  const basket = new Basket();
  basket.add(coffee, 2);

  const receipt = checkout(basket, bestOf(percentage(10), above(new Money(2000), new Money(500))));

  assert.equal(receipt.discount.cents, 500);
  assert.equal(receipt.due.cents, 2080);
});

test("a product number is in the catalog once", () => {
  const catalog = new Catalog([tea]);

  assert.equal(catalog.find("TEA-0042"), tea);
  assert.throws(() => catalog.add(tea), /in the catalog already/);
});
