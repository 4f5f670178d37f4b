namespace CodexLsp.CSharp.Tests.Context;

/// <summary>What a model reads beside a selection of the sample, to the letter.</summary>
public sealed class SampleContextTests(LoadedSample sample) : IClassFixture<LoadedSample>
{
    [Fact]
    public async Task A_method_that_uses_types_of_three_folders()
    {
        var pack = await ContextPackText.ShowAsync(
            await sample.LinesAsync("Shop.Core/Orders/Checkout.cs", "public async Task<Result<Order>> PlaceAsync", "    }"),
            "Use BulkDiscount when there are more than ten lines");

        Expect.Text(
            pack,
            """
            ── Selection Checkout.cs:22-43 (to be changed)
            ── Outline Checkout (encloses the selection)
            public sealed class Checkout
                private readonly IInventory _inventory;
                private readonly IPriceRule _rule;
                public Checkout(IInventory inventory, IPriceRule rule);
                private async Task GiveBackAsync(IReadOnlyList<OrderLine> lines, CancellationToken cancellationToken);
            ── Definition BulkDiscount (named in the request)
            public sealed class BulkDiscount(int limit = 20) : Discount
                public override string Name { get; }
                protected override decimal PercentFor(OrderLine line);
                protected override bool AppliesTo(OrderLine line);
            ── Definition Result<T> (used by the selection, 7 times)
            public sealed record Result<T>
                public static Result<T> Success(T value);
                public static Result<T> Failure(string error);
            ── Definition Order.Order (used by the selection, 5 times)
            public sealed class Order
                internal Order(Guid id, IReadOnlyList<OrderLine> lines, Money discount);
            ── Definition OrderLine (used by the selection, 5 times)
            public sealed record OrderLine(Product Product, int Quantity)
            ── Definition Basket.Snapshot (used by the selection, 2 times)
            public sealed class Basket
                internal IReadOnlyList<OrderLine> Snapshot();
            ── Definition Product (used by the selection, 2 times)
            public sealed record Product(Sku Sku, string Name, Money Price)
            ── Definition IInventory.TakeAsync (used by the selection)
            public interface IInventory
                Task<bool> TakeAsync(Sku sku, int quantity, CancellationToken cancellationToken = default);
            ── Definition IPriceRule.DiscountFor (used by the selection)
            public interface IPriceRule
                Money DiscountFor(IReadOnlyList<OrderLine> lines);
            ── Caller Program.cs (uses PlaceAsync)
            var placed = await checkout.PlaceAsync(basket);
            ── Test CheckoutTests.Nothing_is_taken_when_one_line_is_short (tests PlaceAsync)
            public async Task Nothing_is_taken_when_one_line_is_short();
                var placed = await new Checkout(_shelf, new BulkDiscount()).PlaceAsync(basket);
            ── Test CheckoutTests.PlaceAsync (tests PlaceAsync)
            private async Task<Result<Order>> PlaceAsync(IPriceRule rule, params (Product Product, int Quantity)[] lines);
                return await new Checkout(_shelf, rule).PlaceAsync(basket);
            ── Definition List<T> (used by the selection, 3 times)
            class List<T>
                List();
                void Add(T item);
            ── Definition Task<TResult>.ConfigureAwait (used by the selection, 2 times)
            class Task<TResult>
                ConfiguredTaskAwaitable<TResult> ConfigureAwait(bool continueOnCapturedContext);
            ── Definition Guid.NewGuid (used by the selection, 2 times)
            readonly struct Guid
                static Guid NewGuid();
            ── Definition CancellationToken (used by the selection)
            readonly struct CancellationToken
            ── Definition IReadOnlyList<T> (used by the selection)
            interface IReadOnlyList<T>
            ── Definition IReadOnlyCollection<T>.Count (used by the selection)
            interface IReadOnlyCollection<T>
                int Count { get; }
            ── Definition Task.ConfigureAwait (used by the selection)
            class Task
                ConfiguredTaskAwaitable ConfigureAwait(bool continueOnCapturedContext);
            ── Instructions style (what the project asks of new code)
            C# 14.0, nullable enabled, 4 spaces, file-scoped namespaces, always braces.
            """);
    }

    [Fact]
    public async Task A_property_that_is_one_expression()
    {
        var pack = await ContextPackText.ShowAsync(
            await sample.LinesAsync("Shop.Core/Orders/Order.cs", "public Money Total", "    public Money Total"));

        Expect.Text(
            pack,
            """
            ── Selection Order.cs:37 (to be changed)
            ── Outline Order (encloses the selection)
            public sealed class Order
                private OrderStatus _status;
                internal Order(Guid id, IReadOnlyList<OrderLine> lines, Money discount);
                public event EventHandler<OrderStatusChangedEventArgs>? StatusChanged;
                public Guid Id { get; }
                public IReadOnlyList<OrderLine> Lines { get; }
                public Money Discount { get; }
                public OrderStatus Status { get; private set; }
                public void MarkPaid();
                public void MarkShipped();
                public void Cancel(string reason);
                public void Deconstruct(out OrderStatus status, out Money total);
                private void MoveTo(OrderStatus next, OrderStatus from);
            ── Definition Money.operator - (used by the selection, 2 times)
            public readonly record struct Money(decimal Amount, string Currency) : IComparable<Money>
                public static Money operator -(Money left, Money right);
            ── Definition OrderLineExtensions.Subtotal (used by the selection)
            public static class OrderLineExtensions
                public static Money Subtotal(this IReadOnlyList<OrderLine> lines);
            ── Caller Order.Deconstruct (uses Total)
            total = Total;
            ── Test CheckoutTests.An_order_costs_its_lines_without_the_discount (tests Total)
            public async Task An_order_costs_its_lines_without_the_discount();
                Assert.Equal(Money.Euro(22m), order.Total);
            ── Instructions style (what the project asks of new code)
            C# 14.0, nullable enabled, 4 spaces, file-scoped namespaces, always braces.
            """);
    }

    [Fact]
    public async Task Some_lines_of_a_method()
    {
        var pack = await ContextPackText.ShowAsync(
            await sample.LinesAsync("Shop.Core/Orders/Basket.cs", "var index = IndexOf(product.Sku);", "        }"));

        Expect.Text(
            pack,
            """
            ── Selection Basket.cs:24-28 (to be changed)
            ── Outline Basket (encloses the selection)
            public sealed class Basket
                private readonly List<OrderLine> _lines;
                public int Count { get; }
                public OrderLine this[int index] { get; }
                public void Add(Product product);
                public void Add(Product product, int quantity);
                public bool Remove(Sku sku);
                public Enumerator GetEnumerator();
                internal IReadOnlyList<OrderLine> Snapshot();
                private int IndexOf(Sku sku);
                public struct Basket.Enumerator
            ── Definition Product (used by the selection)
            public sealed record Product(Sku Sku, string Name, Money Price)
            ── Definition OrderLine (used by the selection)
            public sealed record OrderLine(Product Product, int Quantity)
            ── Caller Basket.Add (uses Add)
            public void Add(Product product) => Add(product, 1);
            ── Test BasketTests.The_same_product_twice_becomes_one_line (tests Add)
            public void The_same_product_twice_becomes_one_line();
                basket.Add(Assam, 2);
            ── Test CheckoutTests.Nothing_is_taken_when_one_line_is_short (tests Add)
            public async Task Nothing_is_taken_when_one_line_is_short();
                basket.Add(Assam, 5);
            ── Test CheckoutTests.PlaceAsync (tests Add)
            private async Task<Result<Order>> PlaceAsync(IPriceRule rule, params (Product Product, int Quantity)[] lines);
                basket.Add(product, quantity);
            ── Definition List<T>.Add (used by the selection)
            class List<T>
                void Add(T item);
            ── Instructions style (what the project asks of new code)
            C# 14.0, nullable enabled, 4 spaces, file-scoped namespaces, always braces.
            """);
    }

    [Fact]
    public async Task A_member_of_another_project()
    {
        var pack = await ContextPackText.ShowAsync(
            await sample.LinesAsync("Shop.App/BasketReport.cs", "public static IEnumerable<string> Lines", "    }"),
            "sort by `Product.Name` and keep Order.Total");

        Expect.Text(
            pack,
            """
            ── Selection BasketReport.cs:9-19 (to be changed)
            ── Outline BasketReport (encloses the selection)
            internal static class BasketReport
            ── Definition Order.Total (named in the request)
            public sealed class Order
                public Money Total { get; }
            ── Definition OrderLine.Total (used by the selection, 4 times)
            public sealed record OrderLine(Product Product, int Quantity)
                public Money Total { get; }
            ── Definition Money.operator + (used by the selection, 3 times)
            public readonly record struct Money(decimal Amount, string Currency) : IComparable<Money>
                public static Money operator +(Money left, Money right);
            ── Definition Basket.GetEnumerator (used by the selection, 2 times)
            public sealed class Basket
                public Enumerator GetEnumerator();
            ── Definition Category (used by the selection, 2 times)
            public enum Category { Other, Tea, Coffee, Crockery }
            ── Definition Product.Category (used by the selection)
            public sealed record Product(Sku Sku, string Name, Money Price)
                public Category Category { get; init; }
            ── Caller Program.cs (uses Lines)
            foreach (var line in BasketReport.Lines(basket))
            ── Definition Dictionary<TKey, TValue> (used by the selection, 3 times)
            class Dictionary<TKey, TValue>
                TValue this[TKey key] { get; set; }
                bool TryGetValue(TKey key, out TValue value);
            ── Definition KeyValuePair<TKey, TValue> (used by the selection, 3 times)
            readonly struct KeyValuePair<TKey, TValue>
                TValue Value { get; }
                TKey Key { get; }
            ── Definition Enumerable (used by the selection, 2 times)
            class Enumerable
                static IOrderedEnumerable<TSource> OrderByDescending<TSource, TKey>(IEnumerable<TSource> source, Func<TSource, TKey> keySelector);
                static IEnumerable<TResult> Select<TSource, TResult>(IEnumerable<TSource> source, Func<TSource, TResult> selector);
            ── Definition IEnumerable<T> (used by the selection)
            interface IEnumerable<T>
            ── Instructions style (what the project asks of new code)
            C# 14.0, nullable enabled, 4 spaces, file-scoped namespaces, always braces.
            """);
    }

    [Fact]
    public async Task A_whole_type()
    {
        var pack = await ContextPackText.ShowAsync(
            await sample.LinesAsync("Shop.Core/Orders/OrderLine.cs", "public sealed record OrderLine", "}"));

        Expect.Text(
            pack,
            """
            ── Selection OrderLine.cs:4-7 (to be changed)
            ── Definition Product (used by the selection, 2 times)
            public sealed record Product(Sku Sku, string Name, Money Price)
            ── Definition Money.operator * (used by the selection, 2 times)
            public readonly record struct Money(decimal Amount, string Currency) : IComparable<Money>
                public static Money operator *(Money price, int quantity);
            ── Caller OrderLineExtensions.Subtotal (uses Total)
            public static Money Subtotal(this IReadOnlyList<OrderLine> lines);
                return lines.Select(line => line.Total).Aggregate((sum, next) => sum + next);
            ── Caller Discount.DiscountFor (uses Total)
            public Money DiscountFor(IReadOnlyList<OrderLine> lines);
                discount += line.Total.Percent(PercentFor(line));
            ── Caller BasketReport.Lines (uses Total)
            public static IEnumerable<string> Lines(Basket basket);
                totals[category] = totals.TryGetValue(category, out var sum) ? sum + line.Total : line.Total;
            ── Instructions style (what the project asks of new code)
            C# 14.0, nullable enabled, 4 spaces, file-scoped namespaces, always braces.
            """);
    }
}
