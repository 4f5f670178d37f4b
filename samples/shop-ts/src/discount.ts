import type { Basket } from "./basket.js";
import { type Money, nothing } from "./money.js";

/** What is taken off a basket's total. */
export type Discount = (basket: Basket) => Money;

/** A share of everything, in percent. */
export const percentage =
  (rate: number): Discount =>
  (basket) =>
    basket.total().percent(rate);

/** A fixed amount, once the total has reached a threshold. */
export const above =
  (threshold: Money, amount: Money): Discount =>
  (basket) =>
    basket.total().cents >= threshold.cents ? amount : nothing;

/** The discount that takes off most. */
export function bestOf(...discounts: readonly Discount[]): Discount {
  return (basket) =>
    discounts.map((discount) => discount(basket)).reduce((best, next) => (next.cents > best.cents ? next : best), nothing);
}
