using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;

namespace CodexLsp.CSharp.Loading;

/// <summary>Keeps MSBuild's last answer for each solution in a folder of ours. What cannot be read counts as absent.</summary>
internal sealed class SolutionCache(AbsolutePath folder)
{
    /// <summary>The last answer; null when there is none.</summary>
    public async Task<CachedAnswer?> ReadAsync(AbsolutePath solution, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(FileOf(solution).Value);
            var entry = await JsonSerializer.DeserializeAsync(file, CacheJson.Default.CachedAnswer, cancellationToken);
            return entry is { Projects.IsDefault: false } && entry.Solution == solution.Value && entry.Projects.All(IsWhole) ? entry : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps an answer. A cache that cannot be written only costs time, so the caller goes on.</summary>
    public async Task WriteAsync(CachedAnswer answer, CancellationToken cancellationToken)
    {
        var target = FileOf(new AbsolutePath(answer.Solution)).Value;
        var partial = $"{target}.{Guid.NewGuid():N}";
        try
        {
            PrivateFiles.MakeFolder(folder);
            await using (var file = PrivateFiles.Open(new AbsolutePath(partial), FileMode.CreateNew, FileShare.None))
            {
                await file.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(answer, CacheJson.Default.CachedAnswer), cancellationToken);
            }

            File.Move(partial, target, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(partial))
            {
                File.Delete(partial);
            }
        }
    }

    private AbsolutePath FileOf(AbsolutePath solution) =>
        folder.Append(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(solution.Value)))[..32] + ".json");

    private static bool IsWhole(ProjectDump? dump) =>
        dump is { Outputs.IsDefault: false, Packages.IsDefault: false, Arguments.IsDefault: false } && Path.IsPathFullyQualified(dump.Project);
}

/// <summary>An answer of MSBuild and the state of the disk it holds for.</summary>
/// <param name="Solution">The solution.</param>
/// <param name="Fingerprint">What <see cref="InputFingerprint"/> gave.</param>
/// <param name="Projects">The answer.</param>
internal sealed record CachedAnswer(string Solution, string Fingerprint, ImmutableArray<ProjectDump> Projects);

/// <summary>The cache's own format: nobody else reads it.</summary>
[JsonSourceGenerationOptions(
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, AllowOutOfOrderMetadataProperties = true, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(CachedAnswer))]
internal sealed partial class CacheJson : JsonSerializerContext;
