import type { Money } from "./money.js";

export interface Product {
  readonly sku: string;
  readonly name: string;
  readonly price: Money;
  readonly category?: "tea" | "coffee" | "tools";
}

/** The products that are for sale, by their number. */
export class Catalog {
  readonly #products = new Map<string, Product>();

  constructor(products: Iterable<Product> = []) {
    for (const product of products) {
      this.add(product);
    }
  }

  add(product: Product): void {
    if (this.#products.has(product.sku)) {
      throw new Error(`${product.sku} is in the catalog already.`);
    }

    this.#products.set(product.sku, product);
  }

  find(sku: string): Product | undefined {
    return this.#products.get(sku);
  }
}
