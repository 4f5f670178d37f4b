using System.Collections.Immutable;
using System.Text;

namespace CodexLsp.Engine.Checks;

/// <summary>A command as a user writes it in one line, such as <c>npm test -- --run "one test"</c>.</summary>
public static class CommandText
{
    // Whoever writes one of these means a shell; quoting makes them plain.
    private const string ShellSyntax = "|&;<>()$`*?[]{}~#!\n\r";

    /// <summary>
    /// Its words, with quotes and backslashes as POSIX takes them. A line with other shell syntax becomes <c>sh -c</c> with the line
    /// itself, which is what is then shown and approved.
    /// </summary>
    /// <returns>Empty when there is no command.</returns>
    public static ImmutableArray<string> Argv(string line)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        StringBuilder? word = null;
        var quote = '\0';
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            var plain = quote == '\0';
            if (c == quote)
            {
                quote = '\0';
            }
            else if (c == '\\' && quote != '\'' && i + 1 < line.Length)
            {
                (word ??= new StringBuilder()).Append(line[++i]);
            }
            else if (plain && (c is '\'' or '"'))
            {
                word ??= new StringBuilder();
                quote = c;
            }
            else if (plain && (c is ' ' or '\t'))
            {
                Close();
            }
            else if ((plain && ShellSyntax.Contains(c, StringComparison.Ordinal)) || (quote == '"' && (c is '$' or '`')))
            {
                return InShell(line);
            }
            else
            {
                (word ??= new StringBuilder()).Append(c);
            }
        }

        if (quote != '\0')
        {
            return InShell(line);
        }

        Close();
        return words.ToImmutable();

        void Close()
        {
            if (word is not null)
            {
                words.Add(word.ToString());
                word = null;
            }
        }
    }

    private static ImmutableArray<string> InShell(string line) => ["sh", "-c", line];
}
