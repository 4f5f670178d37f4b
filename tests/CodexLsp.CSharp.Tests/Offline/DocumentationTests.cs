namespace CodexLsp.CSharp.Tests.Offline;

public sealed class DocumentationTests
{
    [Fact]
    public async Task A_method_gets_every_element_the_compiler_asks_for()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Basket
            {
                [|[Obsolete("soon")]
                public async Task<bool> TryAddProductAsync<TKey>(TKey key, int quantity, CancellationToken cancellationToken)
                {
                    if (quantity <= 0 && key is not null)
                    {
                        throw new ArgumentOutOfRangeException(nameof(quantity));
                    }

                    await Task.Yield();
                    return true;
                }|]
            }

            """,
            "add XML documentation");

        Expect.Text(
            after,
            """
            class Basket
            {
                /// <summary>Tries to add the product.</summary>
                /// <typeparam name="TKey">The type of the key.</typeparam>
                /// <param name="key">The key.</param>
                /// <param name="quantity">The quantity.</param>
                /// <param name="cancellationToken">The token that cancels the operation.</param>
                /// <returns>A task whose result is <see langword="true"/> if it was done; otherwise, <see langword="false"/>.</returns>
                /// <exception cref="ArgumentOutOfRangeException">When <c>quantity &lt;= 0 &amp;&amp; key is not null</c>.</exception>
                [Obsolete("soon")]
                public async Task<bool> TryAddProductAsync<TKey>(TKey key, int quantity, CancellationToken cancellationToken)
                {
                    if (quantity <= 0 && key is not null)
                    {
                        throw new ArgumentOutOfRangeException(nameof(quantity));
                    }

                    await Task.Yield();
                    return true;
                }
            }
            """);
    }

    [Fact]
    public async Task A_type_is_documented_with_its_visible_members()
    {
        var after = await TransformTest.ApplyAsync(
            """
            [|public sealed class OrderLine : IComparable<OrderLine>
            {
                private readonly int _quantity;

                public OrderLine(int quantity) => _quantity = quantity;

                public event EventHandler? QuantityChanged;

                public const int MaximumQuantity = 10;

                /// <summary>Done already.</summary>
                public int Total => 1;

                public string Name { get; set; } = "";

                public bool IsEmpty { get; private set; }

                public int this[int index] => index;

                public int CompareTo(OrderLine? other) => 0;

                public override string ToString() => Name;

                public static OrderLine operator +(OrderLine left, OrderLine right) => left;

                public static explicit operator int(OrderLine line) => line._quantity;

                internal void Raise() => QuantityChanged?.Invoke(this, EventArgs.Empty);

                private void Hidden() { }
            }|]

            """,
            "doc comments please");

        Expect.Text(
            after,
            """
            /// <summary>Represents an order line.</summary>
            public sealed class OrderLine : IComparable<OrderLine>
            {
                private readonly int _quantity;

                /// <summary>Initializes a new instance of the <see cref="OrderLine"/> class.</summary>
                /// <param name="quantity">The quantity.</param>
                public OrderLine(int quantity) => _quantity = quantity;

                /// <summary>Occurs when the quantity changed.</summary>
                public event EventHandler? QuantityChanged;

                /// <summary>The maximum quantity.</summary>
                public const int MaximumQuantity = 10;

                /// <summary>Done already.</summary>
                public int Total => 1;

                /// <summary>Gets or sets the name.</summary>
                public string Name { get; set; } = "";

                /// <summary>Gets a value indicating whether this is empty.</summary>
                public bool IsEmpty { get; private set; }

                /// <summary>Gets the element at the given index.</summary>
                /// <param name="index">The index.</param>
                public int this[int index] => index;

                /// <inheritdoc/>
                public int CompareTo(OrderLine? other) => 0;

                /// <inheritdoc/>
                public override string ToString() => Name;

                /// <summary>Applies the operator addition.</summary>
                /// <param name="left">The left operand.</param>
                /// <param name="right">The right operand.</param>
                /// <returns>The result.</returns>
                public static OrderLine operator +(OrderLine left, OrderLine right) => left;

                /// <summary>Converts an order line to an int.</summary>
                /// <param name="line">The line.</param>
                /// <returns>The result.</returns>
                public static explicit operator int(OrderLine line) => line._quantity;

                /// <summary>Raises this order line.</summary>
                internal void Raise() => QuantityChanged?.Invoke(this, EventArgs.Empty);

                private void Hidden() { }
            }
            """);
    }

    [Fact]
    public async Task Records_and_delegates_name_their_parameters()
    {
        var after = await TransformTest.ApplyAsync(
            """
            [|namespace Shop
            {
                public readonly record struct Money<T>(decimal Amount, T Currency);

                public delegate bool PriceRule(Money<string> price);

                public enum OrderStatus
                {
                    Open,
                    PaidInFull,
                }

                public interface IInventory
                {
                    int Count(string sku);
                }
            }|]

            """,
            "document these types");

        Expect.Text(
            after,
            """
            namespace Shop
            {
                /// <summary>Represents a money.</summary>
                /// <typeparam name="T">The type of the value.</typeparam>
                /// <param name="Amount">The amount.</param>
                /// <param name="Currency">The currency.</param>
                public readonly record struct Money<T>(decimal Amount, T Currency);

                /// <summary>Represents a method for a price rule.</summary>
                /// <param name="price">The price.</param>
                /// <returns>The result.</returns>
                public delegate bool PriceRule(Money<string> price);

                /// <summary>The values of an order status.</summary>
                public enum OrderStatus
                {
                    /// <summary>Open.</summary>
                    Open,
                    /// <summary>Paid in full.</summary>
                    PaidInFull,
                }

                /// <summary>Defines an inventory.</summary>
                public interface IInventory
                {
                    /// <summary>Counts the sku.</summary>
                    /// <param name="sku">The sku.</param>
                    /// <returns>The result.</returns>
                    int Count(string sku);
                }
            }
            """);
    }

    [Fact]
    public async Task A_private_member_that_is_selected_is_documented()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Log
            {
            	// Called by a timer.
            	[|private static List<string> ReadLines(string path) {
            		ArgumentNullException.ThrowIfNull(path);
            		return [path];
            	}|]
            }

            """,
            "document this method");

        Expect.Text(
            after,
            """
            class Log
            {
            	// Called by a timer.
            	/// <summary>Reads the lines.</summary>
            	/// <param name="path">The path.</param>
            	/// <returns>The lines.</returns>
            	/// <exception cref="ArgumentNullException">When <c>path is null</c>.</exception>
            	private static List<string> ReadLines(string path) {
            		ArgumentNullException.ThrowIfNull(path);
            		return [path];
            	}
            }
            """);
    }

    [Fact]
    public async Task Line_ends_are_the_files_own()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Log
            {
                [|public int size;|]
            }

            """.ReplaceLineEndings("\r\n"),
            "add docs");

        Assert.Equal(after.Length, after.ReplaceLineEndings("\r\n").Length);

        Expect.Text(
            after,
            """
            class Log
            {
                /// <summary>The size.</summary>
                public int size;
            }
            """);
    }

    [Fact]
    public async Task What_is_documented_stays()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Log
            {
                /// <summary>Writes.</summary>
                [|public void Write() { }|]
            }

            """,
            "document this method");

        Expect.Text(
            after,
            """
            declined
            """);
    }

    [Fact]
    public async Task A_local_function_has_no_documentation()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Log
            {
                public void Write()
                {
                    Local();
                    [|void Local() { }|]
                }
            }

            """,
            "document this function");

        Expect.Text(
            after,
            """
            declined
            """);
    }
}
