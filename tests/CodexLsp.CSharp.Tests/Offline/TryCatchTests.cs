namespace CodexLsp.CSharp.Tests.Offline;

public sealed class TryCatchTests
{
    [Fact]
    public async Task The_selected_statements_are_wrapped()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Log
            {
                public void Write(string path, string line)
                {
                    var text = line + "\n";
                    [|// The file may be locked.
                    File.AppendAllText(path, text);
                    File.SetLastAccessTime(path, DateTime.Now);|]
                    GC.KeepAlive(text);
                }
            }

            """,
            "wrap in try/catch");

        Expect.Text(
            after,
            """
            class Log
            {
                public void Write(string path, string line)
                {
                    var text = line + "\n";
                    try
                    {
                        // The file may be locked.
                        File.AppendAllText(path, text);
                        File.SetLastAccessTime(path, DateTime.Now);
                    }
                    catch (Exception)
                    {
                        throw;
                    }
                    GC.KeepAlive(text);
                }
            }
            """);
    }

    [Fact]
    public async Task A_whole_method_is_its_statements()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Log
            {
                [|/// <summary>Reads.</summary>
                public async Task<string> ReadAsync(string path)
                {
                    var text = await File.ReadAllTextAsync(path);
            #pragma warning disable CA1234
                    return text + @"
            left alone";
                }|]
            }

            """,
            "surround with try catch");

        Expect.Text(
            after,
            """
            class Log
            {
                /// <summary>Reads.</summary>
                public async Task<string> ReadAsync(string path)
                {
                    try
                    {
                        var text = await File.ReadAllTextAsync(path);
            #pragma warning disable CA1234
                        return text + @"
            left alone";
                    }
                    catch (Exception)
                    {
                        throw;
                    }
                }
            }
            """);
    }

    [Fact]
    public async Task A_condition_of_the_preprocessor_is_not_cut_in_two()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Log
            {
                [|public string Read(string path)
                {
            #if NET
                    var text = File.ReadAllText(path);
            #else
                    var text = "";
            #endif
                    return text;
                }|]
            }

            """,
            "surround with try catch");

        Expect.Text(
            after,
            """
            declined
            """);
    }

    [Fact]
    public async Task A_local_used_later_is_declared_before()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Log
            {
                public int Count(string path, string? other)
                {
                    [|var lines = File.ReadAllLines(path);
                    var best = other ?? lines.FirstOrDefault();
                    int used = lines.Length;|]
                    return lines.Length + (best?.Length ?? 0);
                }
            }

            """,
            "put this in a try block that catches IOException");

        Expect.Text(
            after,
            """
            class Log
            {
                public int Count(string path, string? other)
                {
                    string[] lines;
                    string? best;
                    try
                    {
                        lines = File.ReadAllLines(path);
                        best = other ?? lines.FirstOrDefault();
                        int used = lines.Length;
                    }
                    catch (IOException)
                    {
                        throw;
                    }
                    return lines.Length + (best?.Length ?? 0);
                }
            }
            """);
    }

    [Fact]
    public async Task An_arrow_opens_up_first()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Log {
                [|public string Read(string path) =>
                    File.ReadAllText(path)
                        .Trim();|]

                public void Clear() {
                }
            }

            """,
            "wrap this in a try-catch");

        Expect.Text(
            after,
            """
            class Log {
                public string Read(string path) {
                    try {
                        return File.ReadAllText(path)
                            .Trim();
                    } catch (Exception) {
                        throw;
                    }
                }

                public void Clear() {
                }
            }
            """);
    }

    [Fact]
    public async Task Statements_of_a_switch_section_are_wrapped_with_their_break()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Log
            {
                public void Do(int what)
                {
                    switch (what)
                    {
                        case 1:
                            [|File.Delete("a");
                            break;|]
                    }
                }
            }

            """,
            "enclose these lines in try/catch");

        Expect.Text(
            after,
            """
            class Log
            {
                public void Do(int what)
                {
                    switch (what)
                    {
                        case 1:
                            try
                            {
                                File.Delete("a");
                                break;
                            }
                            catch (Exception)
                            {
                                throw;
                            }
                    }
                }
            }
            """);
    }

    [Fact]
    public async Task Without_the_using_it_is_added()
    {
        var after = await TransformTest.ApplyAsync(
            SolutionFixture.Load(
                """
                //- Project/Log.cs
                using System.IO;

                class Log
                {
                    void Clear(string path)
                    {
                        [|File.Delete(path);|]
                    }
                }

                """,
                usings: false),
            "wrap in try/catch");

        Expect.Text(
            after,
            """
            using System;
            using System.IO;

            class Log
            {
                void Clear(string path)
                {
                    try
                    {
                        File.Delete(path);
                    }
                    catch (Exception)
                    {
                        throw;
                    }
                }
            }
            """);
    }

    [Fact]
    public async Task An_iterator_cannot_yield_from_a_try_block()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Log
            {
                [|public IEnumerable<int> All()
                {
                    yield return 1;
                }|]
            }

            """,
            "wrap in try/catch");

        Expect.Text(
            after,
            """
            declined
            """);
    }

    [Fact]
    public async Task A_pattern_variable_used_later_cannot_be_declared_before()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Log
            {
                public int Count(string text)
                {
                    [|int.TryParse(text, out var count);|]
                    return count;
                }
            }

            """,
            "wrap in try/catch");

        Expect.Text(
            after,
            """
            declined
            """);
    }

    [Fact]
    public async Task A_part_of_a_statement_is_no_statement()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Log
            {
                public string Text(string a, string b)
                {
                    return string.Concat(
                        a,
                        [|b|]);
                }
            }

            """,
            "wrap in try/catch");

        Expect.Text(
            after,
            """
            declined
            """);
    }

    [Fact]
    public async Task An_unknown_exception_is_declined()
    {
        var after = await TransformTest.ApplyAsync(
            """
            class Log
            {
                public void Clear(string path)
                {
                    [|File.Delete(path);|]
                }
            }

            """,
            "wrap in try/catch for MissingException");

        Expect.Text(
            after,
            """
            declined
            """);
    }
}
