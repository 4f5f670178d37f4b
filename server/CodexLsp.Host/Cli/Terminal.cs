using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace CodexLsp.Host.Cli;

/// <summary>
/// Where a command reads and writes: answers go to <paramref name="Out"/>, words for people to <paramref name="Error"/>.
/// </summary>
/// <param name="In">Standard input. A read of it does not end before there is something to read: whoever waits for it says until when.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="Shown">Whether standard output is shown to a person as it is, so that control characters in it would act.</param>
/// <param name="Colours">Whether it shows colours, too.</param>
/// <param name="Answers">Whether a person sees standard error and answers on standard input.</param>
internal sealed record Terminal(TextReader In, TextWriter Out, TextWriter Error, bool Shown, bool Colours, bool Answers)
{
    /// <summary>The process's own.</summary>
    [SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "The one place that opens the console; commands are given this record.")]
    public static Terminal OfProcess(Func<string, string?> variable)
    {
        // https://no-color.org: any value but the empty one asks for no colour.
        var shown = !Console.IsOutputRedirected;
        var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true };
        var error = new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(false)) { AutoFlush = true };
        return new Terminal(
            new StreamReader(Console.OpenStandardInput()),
            output,
            error,
            shown,
            Colours: shown && string.IsNullOrEmpty(variable("NO_COLOR")),
            Answers: !Console.IsInputRedirected && !Console.IsErrorRedirected);
    }

    /// <summary>Words for a person, a line or several. Whatever a model or a file put into them does nothing to their terminal.</summary>
    public void Say(string words) => Error.WriteLine(Harmless(words));

    /// <summary>A line of the answer: to the byte where a program reads it, harmless where a person does.</summary>
    /// <param name="line">Without its line feed.</param>
    /// <param name="colour">The sequence that colours it, or null.</param>
    public void Print(string line, string? colour = null)
    {
        const string Plain = "\u001b[0m";
        var shown = Shown ? Harmless(line) : line;
        Out.Write((Colours && colour is not null ? colour + shown + Plain : shown) + "\n");
    }

    /// <summary>A part of the answer as it comes, which may end anywhere but inside a character; harmless as a line is.</summary>
    public void Stream(string text) => Out.Write(Shown ? Harmless(text) : text);

    // A carriage return before a line feed is how some files end their lines; anywhere else it would overwrite what was shown.
    private static string Harmless(string text) => string.Concat(
        text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\r').EnumerateRunes().Select(r => r.Value is not ('\n' or '\t')
            && Rune.GetUnicodeCategory(r) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                ? string.Create(CultureInfo.InvariantCulture, $"\\u{{{r.Value:x4}}}")
                : r.ToString()));
}
