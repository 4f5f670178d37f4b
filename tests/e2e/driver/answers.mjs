/** What the scripted model says in more than one test, and where. */

export const subtotal = {
  file: "Shop.Core/Orders/OrderLineExtensions.cs",
  member: "public static Money Subtotal(",
  words: "write the sum as a plain loop",
  lines: [
    "    public static Money Subtotal(this IReadOnlyList<OrderLine> lines)",
    "    {",
    '        var sum = Money.Zero(lines.Count == 0 ? "EUR" : lines[0].Product.Price.Currency);',
    "        foreach (var line in lines)",
    "        {",
    "            sum += line.Total;",
    "        }",
    "",
    "        return sum;",
    "    }",
  ],
};

export const find = {
  file: "Shop.Core/Catalog.cs",
  member: "public Result<Product> Find(",
  words: "look in one category only",
  lines: [
    "    public Result<Product> Find(Sku sku, Category category) =>",
    "        _products.TryGetValue(sku, out var product) && product.Category == category",
    "            ? Result<Product>.Success(product)",
    '            : Result<Product>.Failure($"There is no product {sku} in {category}.");',
  ],
};

/** An exchange: a request that has these words is answered with these lines. */
export const says = ({ words, lines }, then = {}) => ({ when: { contains: [words] }, then: { text: lines, ...then } });

/** The same, for the first such request only. */
export const saysOnce = (answer, then) => ({ ...says(answer, then), times: 1 });
