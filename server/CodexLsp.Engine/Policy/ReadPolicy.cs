using System.Collections.Immutable;
using System.IO.Enumeration;
using CodexLsp.Engine.Documents;

namespace CodexLsp.Engine.Policy;

/// <summary>
/// Decides which files a model may read by itself: those of the workspace, links followed, that do not hold secrets by their name. What
/// the user attaches is theirs to send.
/// </summary>
/// <param name="Folders">The workspace's folders.</param>
public sealed record ReadPolicy(ImmutableArray<AbsolutePath> Folders)
{
    private static readonly string[] Secret =
    [
        ".env", ".env.*", "*.env", "*.pem", "*.key", "*.pfx", "*.p12", "*.jks", "*.keystore", "*.kdbx", "*.snk", "id_rsa*", "id_dsa*", "id_ecdsa*", "id_ed25519*",
        ".npmrc", ".netrc", "_netrc", ".pypirc", ".git-credentials", ".htpasswd", "secrets.json", "credentials", "credentials.json", ".ssh", ".gnupg", ".aws",
    ];

    private static readonly string[] Harmless = [".env.example", ".env.sample", ".env.template", "*.pub"];

    /// <summary>Files the user attached.</summary>
    public ImmutableHashSet<AbsolutePath> Attached { get; init; } = [];

    /// <summary>Why a file or folder is not read; null when it may be.</summary>
    public Failure? Objection(AbsolutePath path)
    {
        if (Attached.Contains(path))
        {
            return null;
        }

        var real = RealPath.Of(path);
        var folder = Folders.Select(f => (AbsolutePath?)f).FirstOrDefault(f => path.IsWithin(f!.Value));
        var realFolder = real is { } there ? Folders.Select(RealPath.Of).FirstOrDefault(f => f is { } root && there.IsWithin(root)) : null;
        if (folder is not { } root || real is null || realFolder is null)
        {
            return new Failure("policy.path", $"'{path}' is outside the workspace, or a link leads it there.", "Read files of the workspace, relative to its folder.");
        }

        string[] spellings = [path.RelativeTo(root), real.Value.RelativeTo(realFolder.Value)];
        return spellings.Any(s => s.Split('/').Any(p => Matches(".git", p)))
            ? new Failure("policy.path", $"'{spellings[0]}' is git's own.", "Ask the user for what is needed of it.")
            : spellings.Any(IsSecret)
            ? new Failure("policy.secret", $"'{spellings[0]}' may hold secrets by its name and is not sent.", "Ask the user to attach it if its content is needed.")
            : null;
    }

    private static bool IsSecret(string relative) =>
        relative.Split('/').Select(PathName.Fold).Any(part => Secret.Any(s => Matches(s, part)) && !Harmless.Any(h => Matches(h, part)));

    private static bool Matches(string pattern, string part) => FileSystemName.MatchesSimpleExpression(pattern, part, ignoreCase: true);
}
