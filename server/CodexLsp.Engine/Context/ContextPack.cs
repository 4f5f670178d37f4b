using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Context;

/// <summary>What is sent to the model beside the user's words, each part with its reason.</summary>
/// <param name="Items">The selection first, then by use.</param>
/// <param name="Budget">The most tokens the items beside the selection may take.</param>
public sealed record ContextPack(ImmutableArray<ContextItem> Items, int Budget)
{
    /// <summary>The estimated tokens of everything but the selection.</summary>
    public int Tokens => Items.Where(i => i.Kind != ContextKind.Selection).Sum(i => i.Tokens);

    /// <summary>What fits the budget, in order of rank: what does not is left out, and a smaller one behind it may still fit.</summary>
    public static ContextPack Of(ContextItem selection, IEnumerable<ContextItem> ranked, int budget)
    {
        var packed = ImmutableArray.CreateBuilder<ContextItem>();
        packed.Add(selection);
        var left = budget;
        foreach (var item in ranked)
        {
            if (item.Tokens <= left)
            {
                packed.Add(item);
                left -= item.Tokens;
            }
        }

        return new ContextPack(packed.ToImmutable(), budget);
    }
}

/// <summary>One part of the context.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Title">What a user calls it, such as <c>Order.Total</c>.</param>
/// <param name="Path">Where it is from; null when it has no file (metadata).</param>
/// <param name="Range">Where in the file; zero-based.</param>
/// <param name="Text">What the model reads: whole lines.</param>
/// <param name="Why">The reason it is here, such as <c>called by the selection</c>.</param>
public sealed record ContextItem(ContextKind Kind, string Title, AbsolutePath? Path, LinePositionSpan? Range, string Text, string Why)
{
    /// <summary>The estimated tokens of <see cref="Text"/>.</summary>
    public int Tokens { get; } = TokenEstimate.Of(Text);

    /// <summary>The lines to be changed.</summary>
    /// <param name="name">What the file is called.</param>
    /// <param name="path">The file; null when it has none.</param>
    /// <param name="text">Its text.</param>
    /// <param name="span">Whole lines.</param>
    public static ContextItem Selected(string name, AbsolutePath? path, SourceText text, TextSpan span)
    {
        var lines = text.Lines.GetLinePositionSpan(span);
        var last = lines.End.Character == 0 && lines.End.Line > lines.Start.Line ? lines.End.Line : lines.End.Line + 1;
        var title = $"{name}:{lines.Start.Line + 1}{(last > lines.Start.Line + 1 ? "-" + last : "")}";
        return new ContextItem(ContextKind.Selection, title, path, lines, text.ToString(span), "to be changed");
    }
}

/// <summary>The kinds of context, in the protocol's words.</summary>
public enum ContextKind
{
    /// <summary>The lines to be changed.</summary>
    Selection,

    /// <summary>The enclosing type without bodies.</summary>
    Outline,

    /// <summary>The declaration of something the selection uses, as a signature.</summary>
    Definition,

    /// <summary>A place that uses the selected member.</summary>
    Caller,

    /// <summary>A test that mentions the selected member.</summary>
    Test,

    /// <summary>What the compiler says of the selection now.</summary>
    Diagnostic,

    /// <summary>Style or instructions that hold for the file.</summary>
    Instructions,

    /// <summary>A part of a file.</summary>
    File,
}
