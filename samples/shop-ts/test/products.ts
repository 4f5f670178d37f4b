import { Money, type Product } from "../src/index.js";

export const tea: Product = { sku: "TEA-0042", name: "Assam", price: new Money(450), category: "tea" };
export const coffee: Product = { sku: "COF-0001", name: "Yirgacheffe", price: new Money(1290), category: "coffee" };
