using System.Globalization;
using CodexLsp.Engine.Journal.Records;

namespace CodexLsp.Engine.Journal;

/// <summary>A place in the list of threads: after the thread that changed at this time and has this id.</summary>
internal readonly record struct ThreadCursor(long UpdatedTicks, string? Id)
{
    public static ThreadCursor At(IndexEntry entry) => new(entry.Head!.UpdatedAt.UtcTicks, entry.Id);

    /// <summary>Reads a cursor, the first place for null; null when <paramref name="text"/> is none.</summary>
    public static ThreadCursor? Parse(string? text)
    {
        if (text is null)
        {
            return new ThreadCursor(long.MaxValue, null);
        }

        return text.Split('.') is [var ticks, var id] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new ThreadCursor(number, id)
            : null;
    }

    /// <summary>Whether <paramref name="entry"/> comes after this place.</summary>
    public bool IsBefore(IndexEntry entry)
    {
        var ticks = entry.Head!.UpdatedAt.UtcTicks;
        return ticks < UpdatedTicks || (ticks == UpdatedTicks && string.CompareOrdinal(entry.Id, Id) < 0);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{UpdatedTicks}.{Id}");
}
