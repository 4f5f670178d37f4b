namespace CodexLsp.CSharp.Tests.Offline;

public sealed class BodyTests
{
    [Fact]
    public async Task A_returned_value_goes_behind_an_arrow()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Box
            {
                [|public int Area(int width, int height)
                {
                    return width * height;
                }|]
            }

            """,
            "convert to expression body");

        Expect.Text(
            after,
            """
            class Box
            {
                public int Area(int width, int height) => width * height;
            }
            """);
    }

    [Fact]
    public async Task A_getter_becomes_the_property()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Box
            {
                private readonly List<int> sizes = [];

                /// <summary>All of them.</summary>
                [|public int Sum
                {
                    get
                    {
                        return sizes
                            .Where(size => size > 0)
                            .Sum();
                    }
                }|]
            }

            """,
            "turn this into an expression-bodied member");

        Expect.Text(
            after,
            """
            class Box
            {
                private readonly List<int> sizes = [];

                /// <summary>All of them.</summary>
                public int Sum =>
                    sizes
                        .Where(size => size > 0)
                        .Sum();
            }
            """);
    }

    [Fact]
    public async Task Accessors_and_constructors_are_members_too()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Box
            {
                private int size;

                [|public Box(int size)
                {
                    this.size = size;
                }

                public int Size
                {
                    get { return size; }
                    set { size = value; }
                }

                public void Fail() // always
                {
                    throw new InvalidOperationException("This box cannot be opened, because whoever closed it has thrown the key away for good.");
                }|]
            }

            """,
            "use =>");

        Expect.Text(
            after,
            """
            class Box
            {
                private int size;

                public Box(int size) => this.size = size;

                public int Size
                {
                    get => size;
                    set => size = value;
                }

                public void Fail() // always
                {
                    throw new InvalidOperationException("This box cannot be opened, because whoever closed it has thrown the key away for good.");
                }
            }
            """);
    }

    [Fact]
    public async Task What_has_more_than_one_statement_stays()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Box
            {
                [|public async Task SaveAsync(CancellationToken token)
                {
                    await Task.Delay(1, token);
                }

                public int Next(int size)
                {
                    size++;
                    return size;
                }

                public int Commented()
                {
                    // A comment would be lost.
                    return 1;
                }|]
            }

            """,
            "make these expression-bodied");

        Expect.Text(
            after,
            """
            class Box
            {
                public async Task SaveAsync(CancellationToken token) => await Task.Delay(1, token);

                public int Next(int size)
                {
                    size++;
                    return size;
                }

                public int Commented()
                {
                    // A comment would be lost.
                    return 1;
                }
            }
            """);
    }

    [Fact]
    public async Task A_local_function_alone_is_converted()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Box
            {
                public int Twice(int size)
                {
                    return Double(size);

                    [|static int Double(int value)
                    {
                        return value * 2;
                    }|]
                }
            }

            """,
            "convert to expression body");

        Expect.Text(
            after,
            """
            class Box
            {
                public int Twice(int size)
                {
                    return Double(size);

                    static int Double(int value) => value * 2;
                }
            }
            """);
    }

    [Fact]
    public async Task Nothing_to_convert_is_declined()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Box
            {
                [|public int Next(int size)
                {
                    size++;
                    return size;
                }|]
            }

            """,
            "convert to expression body");

        Expect.Text(
            after,
            """
            declined
            """);
    }

    [Fact]
    public async Task An_arrow_becomes_a_block()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Box
            {
                [|public int Area(int width, int height) => width * height;

                public void Clear() => GC.Collect();

                public async Task SaveAsync() => await Task.Yield();

                public async Task<int> LoadAsync() => await Task.FromResult(1);

                public static implicit operator int(Box box) => throw new NotSupportedException();|]
            }

            """,
            "convert to block body");

        Expect.Text(
            after,
            """
            class Box
            {
                public int Area(int width, int height)
                {
                    return width * height;
                }

                public void Clear()
                {
                    GC.Collect();
                }

                public async Task SaveAsync()
                {
                    await Task.Yield();
                }

                public async Task<int> LoadAsync()
                {
                    return await Task.FromResult(1);
                }

                public static implicit operator int(Box box)
                {
                    throw new NotSupportedException();
                }
            }
            """);
    }

    [Fact]
    public async Task A_property_gets_a_getter()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Box
            {
                [|public int Size => 1;

                public int this[int index] => index;|]
            }

            """,
            "use braces instead of the arrow");

        Expect.Text(
            after,
            """
            class Box
            {
                public int Size
                {
                    get
                    {
                        return 1;
                    }
                }

                public int this[int index]
                {
                    get
                    {
                        return index;
                    }
                }
            }
            """);
    }

    [Fact]
    public async Task Lines_and_raw_strings_keep_their_shape()
    {
        var after = await TransformTest.ApplyAsync(
            """"
            class Box {
                [|public string Text(IEnumerable<int> sizes) => sizes
                    .Select(size => $"{size}")
                    .Aggregate("""
                        none
                          at all
                        """, (left, right) => left + right);|]
                public void Other() {
                }
            }

            """",
            "give this method a block body");

        Expect.Text(
            after,
            """"
            class Box {
                public string Text(IEnumerable<int> sizes) {
                    return sizes
                        .Select(size => $"{size}")
                        .Aggregate("""
                        none
                          at all
                        """, (left, right) => left + right);
                }
                public void Other() {
                }
            }
            """");
    }

    [Fact]
    public async Task Accessors_get_blocks_of_their_own()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Box
            {
                private int size;

                [|public int Size
                {
                    get => size;
                    set => size = value;
                }|]
            }

            """,
            "rewrite as block body");

        Expect.Text(
            after,
            """
            class Box
            {
                private int size;

                public int Size
                {
                    get
                    {
                        return size;
                    }
                    set
                    {
                        size = value;
                    }
                }
            }
            """);
    }

    [Fact]
    public async Task A_comment_between_arrow_and_value_is_not_lost()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Box
            {
                [|public int Size() => // in inches
                    1;|]
            }

            """,
            "convert to block body");

        Expect.Text(
            after,
            """
            declined
            """);
    }
}
