using System.Collections.Immutable;
using System.Text.Json;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Verification;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Checks;

/// <summary>The verdict on JSON: whether it parses. Comments and trailing commas are fine where the file's reader takes them.</summary>
public sealed class JsonVerifier(TimeProvider time) : IVerifier
{
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 512 };
    private static readonly JsonReaderOptions WithComments = Strict with { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <inheritdoc/>
    public bool Handles(AbsolutePath path) => path.Extension is ".json" or ".jsonc";

    /// <inheritdoc/>
    public Task<Verdict> VerifyAsync(Snapshot snapshot, ChangeSet changes, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var files = changes.Files.Where(f => f.After is not null && Handles(f.FinalPath)).ToImmutableArray();
        var introduced = ImmutableArray.CreateBuilder<Finding>();
        var resolved = ImmutableArray.CreateBuilder<Finding>();
        foreach (var file in files)
        {
            var before = file.Before is { } text ? Error(file.Path, text) : null;
            var after = Error(file.FinalPath, file.After!);
            if (after is not null && before is null)
            {
                introduced.Add(after);
            }
            else if (before is not null && after is null)
            {
                resolved.Add(before);
            }
        }

        return Task.FromResult(new Verdict
        {
            Status = introduced.Count > 0 ? VerificationStatus.Broken : VerificationStatus.Verified,
            Introduced = introduced.ToImmutable(),
            Resolved = resolved.ToImmutable(),
            Notes = files.IsEmpty ? [] : ["JSON was parsed, and compared with no schema."],
            Scope = VerificationScope.Nothing with { Documents = files.Length },
            Duration = time.GetElapsedTime(begun),
        });
    }

    /// <inheritdoc/>
    public Task<Repair?> RepairAsync(Snapshot snapshot, ChangeSet changes, Verdict verdict, CancellationToken cancellationToken) =>
        Task.FromResult<Repair?>(null);

    /// <inheritdoc/>
    public Task<Verdict?> VerifyWorkspaceAsync(Snapshot snapshot, CancellationToken cancellationToken) => Task.FromResult<Verdict?>(null);

    private static Finding? Error(AbsolutePath path, SourceText text)
    {
        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(text.ToString()), TakesComments(path) ? WithComments : Strict);
        try
        {
            while (reader.Read())
            {
                // Reading is the check.
            }

            return null;
        }
        catch (JsonException problem)
        {
            // The parser's own words end with the place, which the finding has.
            var place = new LinePosition((int)(problem.LineNumber ?? 0), (int)(problem.BytePositionInLine ?? 0));
            var words = problem.Message.Split(" LineNumber:")[0].Trim();
            return new Finding(path, new LinePositionSpan(place, place), FindingSeverity.Error, "JSON", words);
        }
    }

    private static bool TakesComments(AbsolutePath path) =>
        path.Extension == ".jsonc"
        || path.Name.StartsWith("tsconfig", StringComparison.OrdinalIgnoreCase)
        || path.Name.StartsWith("jsconfig", StringComparison.OrdinalIgnoreCase)
        || path.Name is "devcontainer.json" or "settings.json" or "launch.json" or "tasks.json" or "extensions.json" or ".eslintrc.json" or "appsettings.json"
        || path.Name.StartsWith("appsettings.", StringComparison.OrdinalIgnoreCase);
}
