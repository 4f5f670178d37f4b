using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Xunit;

namespace CodexLsp.Testing;

/// <summary>
/// Compares text with the raw string literal written in the test. Run with <c>UPDATE_EXPECT=1</c> to rewrite the literals
/// in the test's source; always read the diff that comes of it.
/// </summary>
public static class Expect
{
    private static readonly bool Update = Environment.GetEnvironmentVariable("UPDATE_EXPECT") == "1";
    private static readonly ConcurrentDictionary<string, SourceFile> Files = new();

    /// <summary>
    /// Fails, showing both texts, unless they are equal. Line ends are compared as <c>\n</c> and a final newline does not count:
    /// what must be exact to the byte is compared as bytes instead.
    /// </summary>
    /// <param name="actual">What the code under test made.</param>
    /// <param name="expected">A raw string literal that starts and ends on lines of its own.</param>
    public static void Text(string actual, string expected, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        var normal = Normalize(actual);
        if (normal == Normalize(expected))
        {
            return;
        }

        if (Update)
        {
            Files.GetOrAdd(file, f => new SourceFile(f)).Replace(line, normal);
            return;
        }

        Assert.Fail($"The text differs. UPDATE_EXPECT=1 rewrites it.\n── expected ──\n{Normalize(expected)}\n── actual ──\n{normal}\n──");
    }

    private static string Normalize(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n');

    private sealed class SourceFile(string path)
    {
        private readonly string[] _original = File.ReadAllLines(path);
        private readonly SortedDictionary<int, (int End, string[] Lines)> _edits = [];

        public void Replace(int callLine, string text)
        {
            lock (_edits)
            {
                var open = Array.FindIndex(_original, callLine - 1, l => l.TrimEnd().EndsWith("\"\"\"", StringComparison.Ordinal));
                var close = Array.FindIndex(_original, open + 1, l => l.TrimStart().StartsWith("\"\"\"", StringComparison.Ordinal));
                if (open < 0 || close < 0)
                {
                    throw new InvalidOperationException($"{path}:{callLine}: no raw string literal on lines of its own to update.");
                }

                var indent = _original[close][..(_original[close].Length - _original[close].TrimStart().Length)];
                _edits[open + 1] = (close, [.. text.Split('\n').Select(l => l.Length == 0 ? l : indent + l)]);
                Write();
            }
        }

        private void Write()
        {
            var lines = new List<string>();
            var next = 0;
            foreach (var (start, (end, replacement)) in _edits)
            {
                lines.AddRange(_original[next..start]);
                lines.AddRange(replacement);
                next = end;
            }

            lines.AddRange(_original[next..]);
            File.WriteAllText(path, string.Join('\n', lines) + "\n");
        }
    }
}
