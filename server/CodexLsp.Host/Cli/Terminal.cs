using System.Diagnostics.CodeAnalysis;

namespace CodexLsp.Host.Cli;

/// <summary>
/// Where a command reads and writes: answers go to <paramref name="Out"/>, words for people to <paramref name="Error"/>.
/// </summary>
/// <param name="In">Standard input.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="Colours">Whether the output is a terminal that shows colours.</param>
internal sealed record Terminal(TextReader In, TextWriter Out, TextWriter Error, bool Colours)
{
    /// <summary>The process's own.</summary>
    [SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "The one place that opens the console; commands are given this record.")]
    public static Terminal OfProcess(Func<string, string?> variable)
    {
        // https://no-color.org: any value but the empty one asks for no colour.
        var colours = !Console.IsOutputRedirected && string.IsNullOrEmpty(variable("NO_COLOR"));
        var output = new StreamWriter(Console.OpenStandardOutput(), new System.Text.UTF8Encoding(false)) { AutoFlush = true };
        var error = new StreamWriter(Console.OpenStandardError(), new System.Text.UTF8Encoding(false)) { AutoFlush = true };
        return new Terminal(new StreamReader(Console.OpenStandardInput()), output, error, colours);
    }
}
