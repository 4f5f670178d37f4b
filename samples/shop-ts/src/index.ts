export { Basket, type BasketLine } from "./basket.js";
export { Catalog, type Product } from "./catalog.js";
export { checkout, type Receipt } from "./checkout.js";
export * from "./discount.js";
export { Money, nothing } from "./money.js";
