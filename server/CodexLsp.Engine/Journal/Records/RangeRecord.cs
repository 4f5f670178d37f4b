using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Journal.Records;

/// <summary>A <see cref="LinePositionSpan"/>: zero-based lines and utf-16 columns, the end exclusive.</summary>
internal sealed record RangeRecord(int StartLine, int StartCharacter, int EndLine, int EndCharacter)
{
    public static RangeRecord From(LinePositionSpan range) =>
        new(range.Start.Line, range.Start.Character, range.End.Line, range.End.Character);

    [return: NotNullIfNotNull(nameof(range))]
    public static RangeRecord? From(LinePositionSpan? range) => range is { } r ? From(r) : null;

    public LinePositionSpan ToRange()
    {
        if (StartLine < 0 || StartCharacter < 0 || EndCharacter < 0
            || (EndLine, EndCharacter).CompareTo((StartLine, StartCharacter)) < 0)
        {
            throw new JsonException("Not a range.");
        }

        return new LinePositionSpan(new LinePosition(StartLine, StartCharacter), new LinePosition(EndLine, EndCharacter));
    }
}

/// <summary>A stretch of a text, in characters.</summary>
internal sealed record SliceRecord(int Start, int Length)
{
    public static SliceRecord From(TextSpan span) => new(span.Start, span.Length);

    public TextSpan ToSpan() =>
        Start >= 0 && Length >= 0 && Start <= int.MaxValue - Length ? new TextSpan(Start, Length) : throw new JsonException("Not a span.");
}

/// <summary>Reading lists whose elements nobody vouches for: nullability holds for a list, not for what is in it.</summary>
internal static class RecordList
{
    /// <summary>Converts each element.</summary>
    /// <exception cref="JsonException">An element is null.</exception>
    public static ImmutableArray<TTo> Each<TFrom, TTo>(this TFrom?[] list, Func<TFrom, TTo> convert)
        where TFrom : class =>
        [.. list.Select(element => convert(element ?? throw new JsonException("A list holds nothing at a place.")))];
}
