using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CodexLsp.Engine.Context;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Models;
using CodexLsp.Engine.Tools;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Turns;

/// <summary>What a user gives to a conversation, in words: conventions the model has not been told yet, what is attached, the request.</summary>
internal static class InputPrompt
{
    private const int MostAttachedCharacters = 24_000;

    /// <summary>The words of a user.</summary>
    public static string Request(ImmutableArray<Input> input) => string.Join('\n', input.OfType<Input.Text>().Select(t => t.Value)).Trim();

    /// <summary>The message of a turn.</summary>
    /// <param name="input">What the user gave.</param>
    /// <param name="files">The files it is about, as they are now.</param>
    /// <param name="said">The conversation so far.</param>
    /// <param name="redact">Takes secrets out of what the user did not point at.</param>
    /// <param name="note">What the model has to know beside it; null for nothing.</param>
    public static string Message(ImmutableArray<Input> input, TurnFiles files, ImmutableArray<ModelItem> said, Func<string, string> redact, string? note = null)
    {
        var prompt = new StringBuilder();
        var about = input.Select(PathOf).OfType<AbsolutePath>();
        foreach (var (path, text) in AgentsFiles.Read(files.Tree.View, files.Folder, about))
        {
            var block = AgentsFiles.Block(path.RelativeTo(files.Folder), redact(text));
            prompt.Append(said.OfType<ModelMessage>().Any(m => m.Text.Contains(block, StringComparison.Ordinal)) ? "" : block);
        }

        foreach (var attached in input)
        {
            Append(prompt, attached, files);
        }

        if (note is not null)
        {
            prompt.Append(note).Append("\n\n");
        }

        return prompt.Append(Request(input)).ToString();
    }

    private static AbsolutePath? PathOf(Input input) => input switch
    {
        Input.File file => file.Path,
        Input.Symbol symbol => symbol.Path,
        Input.Diagnostic diagnostic => diagnostic.Path,
        _ => null,
    };

    private static void Append(StringBuilder prompt, Input input, TurnFiles files)
    {
        switch (input)
        {
            case Input.File file:
                AppendFile(prompt, files, file.Path, file.Range, file.Range is null ? "attached file" : "attached lines of");
                break;
            case Input.Symbol { Path: { } path } symbol:
                AppendFile(prompt, files, path, symbol.Range, $"attached symbol {symbol.Name} in");
                break;
            case Input.Symbol symbol:
                prompt.Append(CultureInfo.InvariantCulture, $"Attached symbol: {symbol.Name}\n\n");
                break;
            case Input.Diagnostic diagnostic:
                prompt.Append(
                    CultureInfo.InvariantCulture,
                    $"The compiler says at {files.Name(diagnostic.Path)}:{diagnostic.Range.Start.Line + 1}: {diagnostic.Code} {diagnostic.Message}\n\n");
                break;
            case Input.Text:
                break;
            default:
                throw new InvalidOperationException($"No words for {input.GetType().Name}.");
        }
    }

    private static void AppendFile(StringBuilder prompt, TurnFiles files, AbsolutePath path, LinePositionSpan? range, string what)
    {
        if (files.Tree.View.Read(path)?.Text is not { } text)
        {
            prompt.Append(CultureInfo.InvariantCulture, $"({what} {files.Name(path)}: the file is not there)\n\n");
            return;
        }

        var span = range is { } lines ? WholeLines.Around(text, text.Lines.Clamped(lines)) : new TextSpan(0, text.Length);
        var (shown, rest) = span.Length <= MostAttachedCharacters ? (span, "") : (new TextSpan(span.Start, MostAttachedCharacters), "\n… (cut here)");
        var (first, last) = (text.Lines.GetLineFromPosition(span.Start).LineNumber + 1, text.Lines.GetLineFromPosition(Math.Max(span.Start, span.End - 1)).LineNumber + 1);
        prompt.Append(CultureInfo.InvariantCulture, $"<{what.Split(' ')[0]} file=\"{files.Name(path)}\" lines=\"{first}-{last}\">\n{text.ToString(shown).TrimEnd()}{rest}\n</{what.Split(' ')[0]}>\n\n");
    }
}
