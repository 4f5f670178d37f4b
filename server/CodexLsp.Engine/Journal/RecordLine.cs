using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CodexLsp.Engine.Journal;

/// <summary>
/// How a record lies on disk: <c>{"bytes":N,"sum":"S","record":R}</c> and a line feed. N is the length of R in bytes, S the first
/// 16 hexadecimal digits of its SHA-256. Every line is a JSON object for any other program; ours goes by length and sum, so that
/// whatever a crash or a bad disk left is known for what it is. The prefix cannot occur inside R, where quotes in strings are
/// escaped: after damage, reading goes on at the next prefix.
/// </summary>
internal static class RecordLine
{
    private const int SumDigits = 16;
    private static readonly byte[] Prefix = "{\"bytes\":"u8.ToArray();
    private static readonly byte[] SumPrefix = ",\"sum\":\""u8.ToArray();
    private static readonly byte[] RecordPrefix = "\",\"record\":"u8.ToArray();
    private static readonly byte[] End = "}\n"u8.ToArray();

    /// <summary>The line of a record.</summary>
    public static byte[] Write(ReadOnlySpan<byte> record)
    {
        var length = Encoding.ASCII.GetBytes(record.Length.ToString(CultureInfo.InvariantCulture));
        return [.. Prefix, .. length, .. SumPrefix, .. SumOf(record), .. RecordPrefix, .. record, .. End];
    }

    /// <summary>Takes a file apart into its whole records and what is not one; together they cover every byte, in order.</summary>
    public static IEnumerable<Part> Read(ReadOnlyMemory<byte> file)
    {
        var position = 0;
        while (position < file.Length)
        {
            if (TryRead(file[position..], out var record, out var taken))
            {
                yield return new Part(position, taken, record);
                position += taken;
                continue;
            }

            var next = file.Span[(position + 1)..].IndexOf(Prefix);
            var end = next < 0 ? file.Length : position + 1 + next;
            yield return new Part(position, end - position, null);
            position = end;
        }
    }

    private static bool TryRead(ReadOnlyMemory<byte> from, out ReadOnlyMemory<byte> record, out int taken)
    {
        record = default;
        taken = 0;
        var span = from.Span;
        if (!Take(ref span, Prefix)
            || !Utf8Parser.TryParse(span, out int length, out var digits)
            || length < 0)
        {
            return false;
        }

        span = span[digits..];
        if (!Take(ref span, SumPrefix) || span.Length < SumDigits)
        {
            return false;
        }

        var sum = span[..SumDigits];
        span = span[SumDigits..];
        if (!Take(ref span, RecordPrefix) || span.Length - End.Length < length || !span[length..].StartsWith(End))
        {
            return false;
        }

        if (!sum.SequenceEqual(SumOf(span[..length])))
        {
            return false;
        }

        var start = from.Length - span.Length;
        record = from.Slice(start, length);
        taken = start + length + End.Length;
        return true;
    }

    private static bool Take(ref ReadOnlySpan<byte> span, ReadOnlySpan<byte> expected)
    {
        if (!span.StartsWith(expected))
        {
            return false;
        }

        span = span[expected.Length..];
        return true;
    }

    private static byte[] SumOf(ReadOnlySpan<byte> record) =>
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(record))[..SumDigits]);

    /// <summary>A stretch of a file.</summary>
    /// <param name="Offset">Where it begins, in bytes.</param>
    /// <param name="Length">Its length in bytes, the framing included.</param>
    /// <param name="Record">The record's bytes; null when the stretch is not a whole record.</param>
    public readonly record struct Part(int Offset, int Length, ReadOnlyMemory<byte>? Record);
}
