using System.Security.Cryptography;

namespace CodexLsp.Engine.Edits;

/// <summary>A file as it was at one moment, whole: what a commit can put back.</summary>
/// <param name="Bytes">Its content, byte order mark included.</param>
/// <param name="Mode">Its permissions; null where the platform has none.</param>
public sealed record FileImage(ReadOnlyMemory<byte> Bytes, UnixFileMode? Mode)
{
    /// <summary>What tells this image from another without its bytes.</summary>
    public FileStamp Stamp { get; } = new(HashOf(Bytes.Span), Mode);

    /// <summary>The SHA-256 of <paramref name="bytes"/>, in lower-case hexadecimal.</summary>
    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

/// <summary>What tells one <see cref="FileImage"/> from another.</summary>
/// <param name="Hash">The SHA-256 of the bytes, in lower-case hexadecimal.</param>
/// <param name="Mode">The permissions; null where the platform has none.</param>
public sealed record FileStamp(string Hash, UnixFileMode? Mode);
