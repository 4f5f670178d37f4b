using System.Runtime.CompilerServices;
using System.Text.Json;
using CodexLsp.Host.Configuration;

namespace CodexLsp.Host.Tests.Configuration;

/// <summary>What is shipped about the keys is made from them. <c>UPDATE_EXPECT=1</c> rewrites it.</summary>
public sealed class ConfigurationPagesTests
{
    private const string Start = "<!-- made from the list of keys; UPDATE_EXPECT=1 npm test rewrites it -->\n\n";
    private const string End = "<!-- end -->";

    [Fact]
    public void The_shipped_schema_is_that_of_the_keys() => ExpectFile("docs/config.schema.json", _ => ConfigurationSchema.Write());

    [Fact]
    public void The_page_lists_every_key() => ExpectFile("docs/configuration.md", page =>
    {
        var start = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        return page[..start] + Table() + "\n" + page[page.IndexOf(End, start, StringComparison.Ordinal)..];
    });

    [Fact]
    public void The_schema_knows_every_key_with_dots_and_nested()
    {
        using var schema = JsonDocument.Parse(ConfigurationSchema.Write());

        Assert.All(ConfigurationKeys.All, key =>
        {
            var properties = schema.RootElement.GetProperty("properties");
            var dotted = properties.GetProperty(key.Name);
            var nested = key.Name.Split('.').Aggregate(schema.RootElement, (parent, part) => parent.GetProperty("properties").GetProperty(part));
            Assert.Equal(key.Description, dotted.GetProperty("description").GetString());
            Assert.True(JsonElement.DeepEquals(dotted, nested), key.Name);
        });
    }

    private static string Table()
    {
        string[][] rows =
        [
            ["Key", "Default", "Value", "A workspace may", "What it does"],
            .. ConfigurationKeys.All.Select(k => new[]
            {
                $"`{k.Name}`", k.Default.Length == 0 ? "" : $"`{k.Default}`", k.Expected, Right(k.Workspace), k.Description,
            }),
        ];
        var widths = Enumerable.Range(0, rows[0].Length).Select(c => rows.Max(r => r[c].Length)).ToArray();
        return Line(rows[0]) + Line([.. widths.Select(w => new string('-', w))]) + string.Concat(rows[1..].Select(Line));

        string Line(string[] cells) => $"| {string.Join(" | ", cells.Select((c, i) => c.PadRight(widths[i])))} |\n";
    }

    private static string Right(WorkspaceRight right) => right switch
    {
        WorkspaceRight.None => "not set it",
        WorkspaceRight.Lower => "lower it",
        WorkspaceRight.Tighten => "tighten it",
        WorkspaceRight.Ask => "set it; running it is asked for",
        WorkspaceRight.Narrow => "narrow it",
        _ => "set it",
    };

    private static void ExpectFile(string path, Func<string, string> make, [CallerFilePath] string here = "")
    {
        var file = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../..", path));
        var actual = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        var expected = make(actual);
        if (Environment.GetEnvironmentVariable("UPDATE_EXPECT") == "1")
        {
            File.WriteAllText(file, expected);
            return;
        }

        Assert.Equal(expected, actual);
    }
}
