using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace CodexLsp.Testing;

/// <summary>
/// What a person sees in a terminal when they do the steps of a documentation page. The page has it in a block <c>```console NAME</c>;
/// run with <c>UPDATE_EXPECT=1</c> to write what really came there.
/// </summary>
/// <param name="workspace">The folder the commands run in, shown as <c>~/shop</c>.</param>
public sealed partial class Transcript(string workspace)
{
    private static readonly Lock Pages = new();

    private readonly StringBuilder _text = new();
    private readonly List<string> _ids = [];

    /// <summary>Adds a command with what it wrote.</summary>
    /// <param name="command">As a user types it.</param>
    /// <param name="written">Both streams, in the order they were written.</param>
    public void Add(string command, string written) => _text.Append("$ ").Append(Stable(command)).Append('\n').Append(Stable(written).TrimEnd()).Append("\n\n");

    /// <summary>Fails unless the page has this transcript.</summary>
    /// <param name="page">From the repository's top.</param>
    /// <param name="name">The block's name.</param>
    public void Check(string page, string name)
    {
        var file = Path.Combine(RepositoryRoot(), page);
        lock (Pages)
        {
            var text = File.ReadAllText(file);
            var block = Regex.Match(text, $"(?<=```console {Regex.Escape(name)}\n)(?:.*?\n)?(?=```)", RegexOptions.Singleline);
            Assert.True(block.Success, $"{page} has no block ```console {name}.");
            var actual = _text.ToString().TrimEnd() + "\n";
            if (block.Value != actual && Environment.GetEnvironmentVariable("UPDATE_EXPECT") == "1")
            {
                File.WriteAllText(file, string.Concat(text.AsSpan(0, block.Index), actual, text.AsSpan(block.Index + block.Length)));
                return;
            }

            Assert.True(block.Value == actual, $"{page} shows another transcript. UPDATE_EXPECT=1 rewrites it.\n── page ──\n{block.Value}\n── now ──\n{actual}");
        }
    }

    // Ids, paths and times are others on every run, tokens with every word of a prompt.
    private string Stable(string written)
    {
        var text = written.Replace(workspace, "~/shop", StringComparison.Ordinal);
        text = Id.Replace(text, id =>
        {
            if (!_ids.Contains(id.Value))
            {
                _ids.Add(id.Value);
            }

            return $"0198f2c4-{_ids.IndexOf(id.Value) + 1:00}";
        });
        text = Measure.Replace(text, "…");

        // A page is formatted, and a terminal shows no blanks at the end of a line.
        return string.Join('\n', text.Split('\n').Select(line => line.TrimEnd()));
    }

    private static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CodexLsp.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests do not run inside the repository.");
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Id { get; }

    [GeneratedRegex(@"\d+(?= ms\b)|\d+(?= tokens\b)|\d+(?= out\b)|(?<=out, \$)[\d.]+")]
    private static partial Regex Measure { get; }
}
