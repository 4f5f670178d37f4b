namespace CodexLsp.CSharp.Tests.Offline;

public sealed class RenameTests
{
    [Fact]
    public async Task Every_use_in_every_project_gets_the_new_name()
    {
        var after = await TransformTest.ApplyAsync(
            """
            //- Core/Order.cs
            namespace Core;

            public class Order
            {
                /// <summary>Same as <see cref="Total0"/> and <see cref="Sum"/>.</summary>
                public int Total0 => 1;

                [|public int Sum  => Lines.Count;   // the Sum|]

                public List<string> Lines { get; } = [];
            }
            //- App/Program.cs
            using Core;

            class Program
            {
                int Print(Order order) => order.Sum + order.Lines.Sum(line => line.Length);
            }

            """,
            "rename Sum to Total");

        Expect.Text(
            after,
            """
            //- App/Program.cs
            using Core;

            class Program
            {
                int Print(Order order) => order.Total + order.Lines.Sum(line => line.Length);
            }
            //- Core/Order.cs
            namespace Core;

            public class Order
            {
                /// <summary>Same as <see cref="Total0"/> and <see cref="Total"/>.</summary>
                public int Total0 => 1;

                public int Total  => Lines.Count;   // the Sum

                public List<string> Lines { get; } = [];
            }
            """);
    }

    [Fact]
    public async Task A_method_takes_its_overrides_and_implementations_along()
    {
        var after = await TransformTest.ApplyAsync(
            """
            interface IJob { void Run(); }

            class Job : IJob
            {
                [|public virtual void Run() { }|]
            }

            class Later : Job
            {
                public override void Run() => base.Run();
            }

            """,
            "call it Compute instead of Run");

        Expect.Text(
            after,
            """
            interface IJob { void Compute(); }

            class Job : IJob
            {
                public virtual void Compute() { }
            }

            class Later : Job
            {
                public override void Compute() => base.Compute();
            }
            """);
    }

    [Fact]
    public async Task This_is_the_selected_declaration()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Job
            {
                [|public void Run() => Run();|]
            }

            """,
            "change the name of this method to Compute");

        Expect.Text(
            after,
            """
            class Job
            {
                public void Compute() => Compute();
            }
            """);
    }

    [Fact]
    public async Task A_type_takes_its_constructors_and_documentation_along()
    {
        var after = await TransformTest.ApplyAsync(
            """
            /// <summary>A <see cref="Job"/>.</summary>
            [|class Job
            {
                public Job(Job? parent) => _ = new Job(parent);
            }|]

            record Shift(Job Job);

            """,
            "rename this class to Task2");

        Expect.Text(
            after,
            """
            /// <summary>A <see cref="Task2"/>.</summary>
            class Task2
            {
                public Task2(Task2? parent) => _ = new Task2(parent);
            }

            record Shift(Task2 Job);
            """);
    }

    [Fact]
    public async Task A_parameter_keeps_its_named_arguments()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Grid
            {
                private int index;

                [|/// <param name="x">Where.</param>
                int At(int x) => index + x;|]

                int First() => At(x: 0) + index;
            }

            """,
            "rename the parameter x to index");

        Expect.Text(
            after,
            """
            class Grid
            {
                private int index;

                /// <param name="index">Where.</param>
                int At(int index) => this.index + index;

                int First() => At(index: 0) + index;
            }
            """);
    }

    [Fact]
    public async Task A_record_property_is_one_with_its_parameter()
    {
        var after = await TransformTest.ApplyAsync(
            """
            record Size(int [|Width|], int Height);

            class Sizes
            {
                Size Turn(Size size) => size with { Width = size.Height };

                int Of(Size size) => size is { Width: > 1 } ? new Size(Width: 1, Height: 2).Width : 0;
            }

            """,
            "rename Width to Breadth everywhere");

        Expect.Text(
            after,
            """
            record Size(int Breadth, int Height);

            class Sizes
            {
                Size Turn(Size size) => size with { Breadth = size.Height };

                int Of(Size size) => size is { Breadth: > 1 } ? new Size(Breadth: 1, Height: 2).Breadth : 0;
            }
            """);
    }

    [Fact]
    public async Task Each_target_framework_is_renamed()
    {
        var after = await TransformTest.ApplyAsync(
            SolutionFixture.Load(
                """
                //- Lib/Core.cs
                public class Core
                {
                #if NET
                    public string New() => Name;
                #else
                    public string Old() => Name;
                #endif

                    [|public string Name { get; } = "";|]
                }

                """,
                older: true),
            "rename Core.Name to Title");

        Expect.Text(
            after,
            """
            public class Core
            {
            #if NET
                public string New() => Title;
            #else
                public string Old() => Title;
            #endif

                public string Title { get; } = "";
            }
            """);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_declined()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Order
            {
                [|int Sum() => 1;|]
                int Total() => 2;
            }

            """,
            "rename Sum to Total");

        Expect.Text(
            after,
            """
            declined
            """);
    }

    [Fact]
    public async Task What_could_be_two_things_is_declined()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Order
            {
                [|int Sum() => 1;
                int Twice(Other other) => Sum() + other.Sum();|]
            }

            class Other
            {
                public int Sum() => 1;
            }

            """,
            "rename Sum to Total");

        Expect.Text(
            after,
            """
            declined
            """);
    }

    [Fact]
    public async Task What_is_not_ours_is_declined()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Order
            {
                [|int Of(string text) => text.Length;|]
            }

            """,
            "rename Length to Size");

        Expect.Text(
            after,
            """
            declined
            """);
    }
}
