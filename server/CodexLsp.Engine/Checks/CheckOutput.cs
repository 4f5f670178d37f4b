using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Verification;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Checks;

/// <summary>What checkers print: TypeScript, Python, Node, and whoever writes <c>file:line:column: message</c>. Linear in the text.</summary>
internal static partial class CheckOutput
{
    private const RegexOptions Lines = RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    /// <summary>The findings, in order.</summary>
    /// <param name="output">What was printed.</param>
    /// <param name="directory">What relative paths are relative to.</param>
    /// <param name="project">What is said to have found them.</param>
    public static ImmutableArray<Finding> Read(string output, AbsolutePath directory, string project)
    {
        var text = Colours().Replace(output, "").Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal);
        var typed = TypeScript().Matches(text).Select(m => Of(m, directory, project));
        var python = Python().Matches(text).Concat(PythonIndentation().Matches(text)).Select(m => Of(m, directory, project));
        var node = Node().Matches(text).Select(m => Of(m, directory, project));
        var found = typed.Concat(python).Concat(node).ToImmutableArray();
        return found.IsEmpty ? [.. Plain().Matches(text).Select(m => Of(m, directory, project))] : found;
    }

    private static Finding Of(Match match, AbsolutePath directory, string project)
    {
        var line = Math.Max(0, Number(match.Groups["line"]) - 1);
        var column = Math.Max(0, Number(match.Groups["column"]) - 1);
        var place = new LinePosition(line, column);
        var severity = match.Groups["severity"].Value switch
        {
            "warning" => FindingSeverity.Warning,
            "note" or "info" => FindingSeverity.Info,
            _ => FindingSeverity.Error,
        };
        var code = match.Groups["code"].Value;
        return new Finding(
            directory.Append(match.Groups["file"].Value), new LinePositionSpan(place, place), severity, code.Length > 0 ? code : "check",
            match.Groups["message"].Value.Trim(), project);
    }

    private static int Number(Group digits) => int.TryParse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"\x1b\[[0-9;]*m", RegexOptions.NonBacktracking)]
    private static partial Regex Colours();

    // src/a.ts(3,5): error TS2322: Type 'string' is not assignable to type 'number'.
    [GeneratedRegex(@"^(?<file>[^\n(]+)\((?<line>\d+),(?<column>\d+)\): (?<severity>error|warning) (?<code>TS\d+): (?<message>[^\n]+)$", Lines)]
    private static partial Regex TypeScript();

    // The place stands first, the source and a caret follow, the reason comes last.
    [GeneratedRegex(@"^ *File ""(?<file>[^""\n]+)"", line (?<line>\d+)\n(?: [^\n]*\n|\n)*(?<code>[A-Za-z]*Error): (?<message>[^\n]+)$", Lines)]
    private static partial Regex Python();

    [GeneratedRegex(@"^Sorry: (?<code>[A-Za-z]*Error): (?<message>[^\n]+) \((?<file>[^\n,]+), line (?<line>\d+)\)$", Lines)]
    private static partial Regex PythonIndentation();

    // /home/u/a.js:3, the source and a caret, SyntaxError: Unexpected token '}'
    [GeneratedRegex(@"^(?<file>/[^\n:]+):(?<line>\d+)\n(?:[^\n]*\n){1,4}?\n?(?<code>SyntaxError): (?<message>[^\n]+)$", Lines)]
    private static partial Regex Node();

    [GeneratedRegex(@"^(?<file>[^\n:]+):(?<line>\d+)(:(?<column>\d+))?: ((?<severity>error|warning|note|info)(\[(?<code>[^\]\n]+)\])?: )?(?<message>[^\n]+)$", Lines)]
    private static partial Regex Plain();
}
