using System.Globalization;

namespace CodexLsp.Engine.Turns;

/// <summary>Ids of threads, turns, items and proposals: version 7 UUIDs, so that they sort by the time they were made.</summary>
public static class Ids
{
    /// <summary>A new id of this moment.</summary>
    public static string New(TimeProvider clock) => Guid.CreateVersion7(clock.GetUtcNow()).ToString("D", CultureInfo.InvariantCulture);

    /// <summary>When an id was made; null when <paramref name="id"/> is not one of ours to the letter.</summary>
    public static DateTimeOffset? TimeOf(string id)
    {
        if (!Guid.TryParseExact(id, "D", out var guid) || guid.Version != 7 || guid.ToString("D", CultureInfo.InvariantCulture) != id)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[16];
        guid.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = 0L;
        foreach (var part in bytes[..6])
        {
            milliseconds = (milliseconds << 8) | part;
        }

        var last = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
        return milliseconds <= last ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
    }
}
