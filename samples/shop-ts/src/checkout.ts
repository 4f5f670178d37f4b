import type { Basket } from "./basket.js";
import type { Discount } from "./discount.js";
import { type Money, nothing } from "./money.js";

export interface Receipt {
  readonly total: Money;
  readonly discount: Money;
  readonly due: Money;
  readonly text: string;
}

/** Ends a purchase: what is due after the discount, and the receipt's text. */
export function checkout(basket: Basket, discount: Discount = () => nothing): Receipt {
  const total = basket.total();
  const off = discount(basket);
  const due = total.minus(off);
  const lines = basket.lines.map((line) => `${line.quantity} × ${line.product.name}: ${line.product.price.times(line.quantity)}`);
  return { total, discount: off, due, text: [...lines, `Total: ${due}`].join("\n") };
}
