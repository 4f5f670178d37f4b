using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;

namespace CodexLsp.Engine.Tests.Policy;

/// <summary><c>allowedPaths</c> and <c>excludedPaths</c>: what they match, and that the policy holds them.</summary>
public sealed class PathGlobsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("**", "a.cs", true)]
    [InlineData("**", "a/.b/.c", true)]
    [InlineData("***", "a.cs", true)]
    [InlineData("**/", "a/b.cs", true)]
    [InlineData("src/**", "src/a/b.cs", true)]
    [InlineData("src/", "src/a/b.cs", true)]
    [InlineData("./src/**", "src/a.cs", true)]
    [InlineData("src/**", "src2/a.cs", false)]
    [InlineData("src/**", "lib/src/a.cs", false)]
    [InlineData("*.sql", "a.sql", true)]
    [InlineData("*.sql", "a/b.sql", false)]
    [InlineData("**/*.sql", "a/b/c.sql", true)]
    [InlineData("**/Migrations/**", "src/Migrations/a.cs", true)]
    [InlineData("a b/C#.cs", "a b/C#.cs", true)]
    public void A_glob_is_seen_from_the_folder(string glob, string path, bool matches) => Assert.Equal(matches, PathGlobs.Match([glob], path));

    [Fact]
    public void Case_counts_as_the_file_system_counts_it() =>
        Assert.Equal(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), PathGlobs.Match(["SRC/**"], "src/a.cs"));

    [Theory]
    [InlineData("")]
    [InlineData("/etc/**")]
    [InlineData(@"\etc\**")]
    [InlineData("../other/**")]
    [InlineData("src/../../other/**")]
    public void A_glob_of_something_outside_is_wrong_and_matches_nothing(string glob)
    {
        Assert.NotNull(PathGlobs.Problem(glob));
        Assert.False(PathGlobs.Match([glob], "etc/a"));
    }

    [Theory]
    [InlineData("a**b")]
    [InlineData("[")]
    [InlineData("/**/")]
    [InlineData("a//b")]
    [InlineData("\0")]
    [InlineData(" ")]
    public void No_glob_is_too_odd_to_be_judged(string glob) => Assert.False(PathGlobs.Match([glob], "plain.cs"));

    [Theory]
    [InlineData("src/a.cs", true)]
    [InlineData("src/new.cs", true)]
    [InlineData("tests/a.cs", false)]
    [InlineData("src/b.txt", false)]
    public void A_file_must_match_every_list(string path, bool allowed)
    {
        var decision = Policy([["src/**", "tests/**"], ["**/*.cs"], ["src/**"]], []).Check(path, null);

        Assert.Equal(allowed, decision is PathDecision.Allowed);
        if (!allowed)
        {
            Refused(decision, "allowedPaths");
        }
    }

    [Fact]
    public void A_list_without_globs_allows_nothing() => Refused(Policy([[]], []).Check("src/a.cs", null), "allowedPaths");

    [Fact]
    public void An_excluded_file_is_refused_even_when_it_is_named()
    {
        var policy = Policy([], ["**/*.sql", "old/**"]) with { Named = [Path("old/a.cs")] };

        Refused(policy.Check("old/a.cs", null), "excludedPaths");
        Refused(policy.Check(Path("db/new.sql")), "excludedPaths");
        Assert.IsType<PathDecision.Allowed>(policy.Check("src/a.cs", null));
    }

    [Fact]
    public void A_link_must_be_allowed_at_both_of_its_ends()
    {
        _folder.Write("closed/a.cs", "");
        _folder.Write("open/a.cs", "");
        Directory.CreateSymbolicLink(_folder["open/in"], _folder["closed"]);
        Directory.CreateSymbolicLink(_folder["closed/out"], _folder["open"]);

        Assert.All(["open/in/a.cs", "closed/out/a.cs"], path =>
        {
            Refused(Policy([["open/**"]], []).Check(path, null), "allowedPaths");
            Refused(Policy([], ["closed/**"]).Check(path, null), "excludedPaths");
        });
        Assert.IsType<PathDecision.Allowed>(Policy([["open/**"]], ["closed/**"]).Check("open/a.cs", null));
    }

    [Fact]
    public void A_name_with_a_backslash_cannot_pass_for_a_folder_elsewhere() =>
        Assert.IsType<PathDecision.Refused>(Policy([], []).Check(Path(@"src\..\..\a.cs")));

    [Fact]
    public void What_is_protected_stays_protected_where_everything_is_allowed() =>
        Assert.IsType<PathDecision.Refused>(Policy([["**"]], []).Check(".git/config", null));

    private static void Refused(PathDecision decision, string key)
    {
        var failure = Assert.IsType<PathDecision.Refused>(decision).Failure;
        Assert.Contains(key, failure.Message, StringComparison.Ordinal);
        Assert.Contains(key, failure.Next, StringComparison.Ordinal);
    }

    private PathPolicy Policy(string[][] allowed, string[] excluded) =>
        new([new AbsolutePath(_folder.Path)]) { Allowed = [.. allowed.Select(l => l.ToImmutableArray())], Excluded = [.. excluded] };

    private AbsolutePath Path(string relative) => new(_folder[relative]);
}
