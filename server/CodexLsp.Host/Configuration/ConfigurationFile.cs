using System.Text.Json;
using CodexLsp.Engine.Documents;

namespace CodexLsp.Host.Configuration;

/// <summary>Reads a configuration file that may have come with somebody else's code: within bounds, and never waiting.</summary>
internal static class ConfigurationFile
{
    private const int MaxBytes = 1024 * 1024;

    /// <summary>The file's JSON. Comments, trailing commas and a byte order mark are allowed.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="IOException">It cannot be read, is empty or is larger than a configuration can be.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static JsonDocument Read(AbsolutePath file)
    {
        var target = new FileInfo(File.ResolveLinkTarget(file.Value, returnFinalTarget: true)?.FullName ?? file.Value);
        switch (target.Length)
        {
            // Pipes and devices, too, say that they are empty; to open one could wait or read for ever.
            case 0:
                throw new IOException("It is empty.");
            case > MaxBytes:
                throw new IOException($"It is larger than {MaxBytes / 1024} KiB.");
        }

        ReadOnlyMemory<byte> bytes = File.ReadAllBytes(target.FullName);
        return JsonDocument.Parse(
            bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes,
            new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 16 });
    }
}
