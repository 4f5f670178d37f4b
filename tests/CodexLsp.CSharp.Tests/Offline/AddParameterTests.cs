namespace CodexLsp.CSharp.Tests.Offline;

public sealed class AddParameterTests
{
    [Fact]
    public async Task Callers_pass_the_default()
    {
        var after = await TransformTest.ApplyAsync(
            """
            //- Core/Basket.cs
            namespace Core;

            public class Basket
            {
                /// <summary>Adds.</summary>
                /// <param name="name">What.</param>
                [|public void Add(string name)
                {
                }|]
            }
            //- App/Program.cs
            using Core;

            class Program
            {
                void Fill(Basket basket)
                {
                    basket.Add("tea");
                    basket.Add(
                        "coffee");
                }
            }

            """,
            "add an int parameter called count");

        Expect.Text(
            after,
            """
            //- App/Program.cs
            using Core;

            class Program
            {
                void Fill(Basket basket)
                {
                    basket.Add("tea", default);
                    basket.Add(
                        "coffee", default);
                }
            }
            //- Core/Basket.cs
            namespace Core;

            public class Basket
            {
                /// <summary>Adds.</summary>
                /// <param name="name">What.</param>
                /// <param name="count">The count.</param>
                public void Add(string name, int count)
                {
                }
            }
            """);
    }

    [Fact]
    public async Task A_default_value_leaves_the_callers_alone()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Parser
            {
                [|public int Parse(string text, int radix = 10) => text.Length + radix;|]

                int Twice() => Parse("a", 2) + Parse("b");
            }

            """,
            "add a parameter bool strict = false");

        Expect.Text(
            after,
            """
            class Parser
            {
                public int Parse(string text, int radix = 10, bool strict = false) => text.Length + radix;

                int Twice() => Parse("a", 2) + Parse("b");
            }
            """);
    }

    [Fact]
    public async Task Overrides_and_implementations_agree()
    {
        var after = await TransformTest.ApplyAsync(
            """
            interface INode { int Visit(string name, bool deep = true); }

            abstract class Node : INode
            {
                [|public abstract int Visit(string name, bool deep = true);|]
            }

            class Leaf : Node
            {
                public override int Visit(string name, bool deep = true) => deep ? Visit(name, deep: false) : Visit(name) + Visit(name, true);
            }

            """,
            "add an int parameter called depth and pass 0 from all callers");

        Expect.Text(
            after,
            """
            interface INode { int Visit(string name, int depth, bool deep = true); }

            abstract class Node : INode
            {
                public abstract int Visit(string name, int depth, bool deep = true);
            }

            class Leaf : Node
            {
                public override int Visit(string name, int depth, bool deep = true) => deep ? Visit(name, deep: false, depth: 0) : Visit(name, 0) + Visit(name, 0, true);
            }
            """);
    }

    [Fact]
    public async Task Constructors_and_their_initialisers_are_called_too()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Shape
            {
                [|public Shape(
                    int width,
                    int height)
                {
                }|]

                public Shape() : this(1, 2) { }

                static Shape Make() => new(
                    3,
                    4);
            }

            class Square(int side) : Shape(side, side);

            """,
            "add a string parameter named note");

        Expect.Text(
            after,
            """
            class Shape
            {
                public Shape(
                    int width,
                    int height,
                    string note)
                {
                }

                public Shape() : this(1, 2, default!) { }

                static Shape Make() => new(
                    3,
                    4,
                    default!);
            }

            class Square(int side) : Shape(side, side, default!);
            """);
    }

    [Fact]
    public async Task Extension_methods_count_their_receiver()
    {
        var after = await TransformTest.ApplyAsync(
            """
            static class Words
            {
                [|public static int Count(this string text, char letter) => text.Split(letter).Length;|]

                static int Both(string? text) => "a b".Count(' ') + Words.Count("c", 'c') + (text?.Count('d') ?? 0);
            }

            """,
            "add a CancellationToken argument named token");

        Expect.Text(
            after,
            """
            static class Words
            {
                public static int Count(this string text, char letter, CancellationToken token) => text.Split(letter).Length;

                static int Both(string? text) => "a b".Count(' ', default) + Words.Count("c", 'c', default) + (text?.Count('d', default) ?? 0);
            }
            """);
    }

    [Fact]
    public async Task An_optional_reference_may_be_null()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Log
            {
                void Run()
                {
                    Write();

                    [|void Write()
                    {
                    }|]
                }
            }

            """,
            "introduce an optional string argument named note");

        Expect.Text(
            after,
            """
            class Log
            {
                void Run()
                {
                    Write();

                    void Write(string? note = null)
                    {
                    }
                }
            }
            """);
    }

    [Fact]
    public async Task A_method_that_became_a_delegate_is_declined()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Log
            {
                [|int Size(string text) => text.Length;|]

                int Sum(List<string> lines) => lines.Sum(Size);
            }

            """,
            "add an int parameter called count");

        Expect.Text(
            after,
            """
            declined
            """);
    }

    [Fact]
    public async Task What_implements_foreign_code_is_declined()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Log : IDisposable
            {
                [|public void Dispose() { }|]
            }

            """,
            "add an int parameter called count");

        Expect.Text(
            after,
            """
            declined
            """);
    }

    [Fact]
    public async Task An_unknown_type_is_declined()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Log
            {
                [|void Write() { }|]
            }

            """,
            "add a Basket parameter called basket");

        Expect.Text(
            after,
            """
            declined
            """);
    }
}
