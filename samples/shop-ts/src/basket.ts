import type { Product } from "./catalog.js";
import { type Money, nothing } from "./money.js";

export interface BasketLine {
  readonly product: Product;
  readonly quantity: number;
}

/** What a customer has put together so far; the same product twice becomes one line. */
export class Basket {
  #lines: BasketLine[] = [];

  get lines(): readonly BasketLine[] {
    return this.#lines;
  }

  add(product: Product, quantity = 1): void {
    const known = this.#lines.find((line) => line.product.sku === product.sku);
    if (known === undefined) {
      this.#lines.push({ product, quantity });
    } else {
      this.#lines = this.#lines.map((line) => (line === known ? { ...line, quantity: line.quantity + quantity } : line));
    }
  }

  remove(sku: string): boolean {
    const before = this.#lines.length;
    this.#lines = this.#lines.filter((line) => line.product.sku !== sku);
    return this.#lines.length < before;
  }

  total(): Money {
    return this.#lines.reduce((sum, line) => sum.plus(line.product.price.times(line.quantity)), nothing);
  }
}
