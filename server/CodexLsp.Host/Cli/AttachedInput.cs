using System.Globalization;
using CodexLsp.Engine;
using CodexLsp.Engine.Turns;

namespace CodexLsp.Host.Cli;

/// <summary>What a command line gives to a turn beside the words: <c>FILE[:A-B]</c>, and <c>-</c> for standard input.</summary>
internal static class AttachedInput
{
    /// <summary>The most characters taken of standard input.</summary>
    public const int MostCharacters = 200_000;

    private const string StandardInput = "-";

    /// <summary>The words with everything attached to them.</summary>
    public static async Task<Outcome<List<Input>>> ReadAsync(
        CliSession session, string words, IReadOnlyCollection<string> attached, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(words))
        {
            return new Failure("usage.words", "There are no words.", "Say in words what you want to know or to have done.");
        }

        var input = new List<Input> { new Input.Text(words) };
        foreach (var argument in attached.Distinct(StringComparer.Ordinal))
        {
            if (argument == StandardInput)
            {
                input.Add(await ReadStandardInputAsync(session.Output.Terminal, cancellationToken));
                continue;
            }

            var place = session.Place(argument);
            if (!place.Succeeded)
            {
                return place.Failure;
            }

            var (text, lines) = (place.Value.Text, session.Assistant.Grow(place.Value));
            input.Add(new Input.File(place.Value.Path, lines.Length == text.Length ? null : text.Lines.GetLinePositionSpan(lines)));
        }

        return input;
    }

    private static async Task<Input> ReadStandardInputAsync(Terminal terminal, CancellationToken cancellationToken)
    {
        // One more than is taken tells whether there is more; whoever writes without an end is not waited for.
        var buffer = new char[MostCharacters + 1];
        var read = await terminal.In.ReadBlockAsync(buffer, cancellationToken).AsTask().WaitAsync(cancellationToken);
        var taken = Math.Min(read, MostCharacters);
        var cut = "";
        if (read > taken)
        {
            cut = string.Create(CultureInfo.InvariantCulture, $"\n(cut here: only the first {MostCharacters:N0} characters of standard input are taken)");
            terminal.Say($"warning:{cut.TrimStart('\n').Trim('(', ')')[8..]}");
        }

        return new Input.Text($"Standard input:\n{new string(buffer, 0, taken)}{cut}");
    }
}
