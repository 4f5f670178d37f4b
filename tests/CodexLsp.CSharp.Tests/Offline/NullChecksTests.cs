using Microsoft.CodeAnalysis;

namespace CodexLsp.CSharp.Tests.Offline;

public sealed class NullChecksTests
{
    [Fact]
    public async Task Guards_come_first_in_the_order_of_the_parameters()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Orders
            {
                [|public decimal Total(string customer, int year, List<decimal> lines)
                {
                    var sum = lines.Sum();
                    return customer.Length > year ? sum : 0m;
                }|]

                public void Untouched(string  oddly ,string formatted) { }
            }

            """,
            "add argument null checks");

        Expect.Text(
            after,
            """
            class Orders
            {
                public decimal Total(string customer, int year, List<decimal> lines)
                {
                    ArgumentNullException.ThrowIfNull(customer);
                    ArgumentNullException.ThrowIfNull(lines);

                    var sum = lines.Sum();
                    return customer.Length > year ? sum : 0m;
                }

                public void Untouched(string  oddly ,string formatted) { }
            }
            """);
    }

    [Fact]
    public async Task Values_nullables_outs_and_tested_parameters_need_no_guard()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Names
            {
                [|public bool Find(string? hint, int? start, out string found, string fallback, string key, Span<char> buffer)
                {
                    if (fallback is null)
                    {
                        throw new ArgumentNullException(nameof(fallback));
                    }

                    found = hint ?? key;
                    return start > buffer.Length;
                }|]
            }

            """,
            "guard against null");

        Expect.Text(
            after,
            """
            class Names
            {
                public bool Find(string? hint, int? start, out string found, string fallback, string key, Span<char> buffer)
                {
                    ArgumentNullException.ThrowIfNull(key);
                    if (fallback is null)
                    {
                        throw new ArgumentNullException(nameof(fallback));
                    }

                    found = hint ?? key;
                    return start > buffer.Length;
                }
            }
            """);
    }

    [Fact]
    public async Task An_expression_body_becomes_a_block()
    {
        var after = await TransformTest.ApplyAsync(
            """
            static class Words
            {
                [|public static int Count(this IEnumerable<string> words, Func<string, bool> filter) =>
                    words
                        .Where(filter)
                        .Count();|]
            }

            """,
            "null-check the args");

        Expect.Text(
            after,
            """
            static class Words
            {
                public static int Count(this IEnumerable<string> words, Func<string, bool> filter)
                {
                    ArgumentNullException.ThrowIfNull(words);
                    ArgumentNullException.ThrowIfNull(filter);

                    return words
                        .Where(filter)
                        .Count();
                }
            }
            """);
    }

    [Fact]
    public async Task The_using_is_added_and_an_older_framework_gets_a_test()
    {
        var after = await TransformTest.ApplyAsync(
            SolutionFixture.Load(
                """
                //- Project/Node.cs
                using System.Text;

                namespace Trees;

                class Node<T> where T : class
                {
                    private readonly T value;

                    [|public Node(T value, StringBuilder log)
                        : this(value) => log.Append(value);|]

                    private Node(T value) { this.value = value; }
                }

                """,
                older: true, usings: false),
            "add null checks");

        Expect.Text(
            after,
            """
            using System;
            using System.Text;

            namespace Trees;

            class Node<T> where T : class
            {
                private readonly T value;

                public Node(T value, StringBuilder log)
                    : this(value)
                {
                    if (value is null)
                    {
                        throw new ArgumentNullException(nameof(value));
                    }

                    if (log is null)
                    {
                        throw new ArgumentNullException(nameof(log));
                    }

                    log.Append(value);
                }

                private Node(T value) { this.value = value; }
            }
            """);
    }

    [Fact]
    public async Task A_block_on_one_line_opens_up_and_iterators_are_no_exception()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Rows {
            	[|public IEnumerable<string> All(IEnumerable<string> rows) { foreach (var row in rows) yield return row; }

            	public async Task Save(string path, CancellationToken token) {
            		// Later.
            		await Task.Delay(1, token);
            	}

            	private void Hidden(string name) { }|]
            }

            """,
            "throw if an argument is null");

        Expect.Text(
            after,
            """
            class Rows {
            	public IEnumerable<string> All(IEnumerable<string> rows) {
            		ArgumentNullException.ThrowIfNull(rows);

            		foreach (var row in rows) yield return row;
            	}

            	public async Task Save(string path, CancellationToken token) {
            		ArgumentNullException.ThrowIfNull(path);

            		// Later.
            		await Task.Delay(1, token);
            	}

            	private void Hidden(string name) { }
            }
            """);
    }

    [Fact]
    public async Task Both_accessors_of_an_indexer_are_guarded()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Table
            {
                private readonly Dictionary<string, int> rows = [];

                [|public int this[string name]
                {
                    get => rows[name];
                    set
                    {
                        rows[name] = value;
                    }
                }|]
            }

            """,
            "add null checks");

        Expect.Text(
            after,
            """
            class Table
            {
                private readonly Dictionary<string, int> rows = [];

                public int this[string name]
                {
                    get
                    {
                        ArgumentNullException.ThrowIfNull(name);

                        return rows[name];
                    }
                    set
                    {
                        ArgumentNullException.ThrowIfNull(name);

                        rows[name] = value;
                    }
                }
            }
            """);
    }

    [Fact]
    public async Task Without_nullable_annotations_every_reference_is_guarded()
    {
        var after = await TransformTest.ApplyAsync(
            SolutionFixture.Load(
                """
                class Old
                {
                    [|public Old(string name, string note = null, params object[] rest)
                    {
                        Name = name + note + rest.Length;
                    }|]

                    public string Name { get; }
                }

                """,
                nullable: NullableContextOptions.Disable),
            "add null checks");

        Expect.Text(
            after,
            """
            class Old
            {
                public Old(string name, string note = null, params object[] rest)
                {
                    ArgumentNullException.ThrowIfNull(name);
                    ArgumentNullException.ThrowIfNull(rest);

                    Name = name + note + rest.Length;
                }

                public string Name { get; }
            }
            """);
    }

    [Fact]
    public async Task A_primary_constructor_has_no_body_to_guard_in()
    {
        var after = await TransformTest.ApplyAsync(
            """
            [|class Point(string name)
            {
                public string Name => name;

                public void Move(string where) { }
            }|]

            """,
            "add null checks");

        Expect.Text(
            after,
            """
            declined
            """);
    }

    [Fact]
    public async Task What_is_guarded_already_stays()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Done
            {
                [|public void Run(string name, string? note)
                {
                    ArgumentNullException.ThrowIfNull(name);
                }|]
            }

            """,
            "add null checks");

        Expect.Text(
            after,
            """
            declined
            """);
    }
}
