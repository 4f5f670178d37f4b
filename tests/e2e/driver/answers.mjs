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

/** A change of two files. */
export const caller = {
  ...{ file: "Shop.Core/Catalog.cs", member: "public Result<Product> Find(", other: "Shop.App/Program.cs" },
  words: "ask for the category, too, and pass it",
};

caller.lines = [
  "*** Begin Patch",
  `*** Update File: ${caller.file}`,
  "@@ public sealed class Catalog",
  "-    public Result<Product> Find(Sku sku) =>",
  "-        _products.TryGetValue(sku, out var product)",
  "+    public Result<Product> Find(Sku sku, bool food) =>",
  "+        _products.TryGetValue(sku, out var product) && product.IsFood == food",
  `*** Update File: ${caller.other}`,
  "@@",
  "-    var found = catalog.Find(sku);",
  "+    var found = catalog.Find(sku, food: true);",
  "*** End Patch",
];

/** An exchange: a request that has these words is answered with these lines. */
export const says = ({ words, lines }, then = {}) => ({ when: { contains: [words] }, then: { text: lines, ...then } });

/** The same, for the first such request only. */
export const saysOnce = (answer, then) => ({ ...says(answer, then), times: 1 });

/** Exchanges one after the other: the model calls these tools, one in an answer, then says these lines. */
export const works = (calls, lines) => [
  ...calls.map(([name, values]) => ({
    times: 1,
    then: { output: [{ type: "function_call", name, arguments: JSON.stringify(values) }] },
  })),
  { then: { text: lines } },
];
