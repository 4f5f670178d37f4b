using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.FileGraph;
using CodexLsp.Engine.Processes;
using FsCheck;
using FsCheck.Fluent;

namespace CodexLsp.Engine.Tests.FileGraph;

/// <summary>Ignore rules, held against git itself: whatever <c>git ls-files</c> would list is listed, in its order, and nothing else.</summary>
public sealed class GitIgnoreTests : IDisposable
{
    // Plain letters: git takes one byte for a ?, where this takes one character.
    private static readonly string[] Tree =
    [
        "a", "b", "ab", "aab", "abb", "foo", "foobar", "-", "A", "a b", "!a", "#a", "x[1]", "x\\y",
        "d/a", "d/b", "d/ab", "d/foo", "d/d/a", "d/d/b", "d/d/d/a", "d/d/d/ab", "d/e/a", "d/e/foo/bar",
        "e/a", "e/b", "e/f/a", "e/f/g/a", "e/foo/b", "foo.d/a", "a.d/b", "a.d/b.c", "d.a", "d/.hidden", ".a/b", "b/c",
    ];

    private static readonly Gen<string> Line = Gen.Elements(
            "a", "b", "d", "e", "ab", "foo", "f", "g", "c", ".", "-", "/", "/", "*", "*", "**", "?", "**/", "/**", "/**/", "[ab]", "[!a]", "[^b-z]", "[a-", "[]a]",
            "[[:alpha:]]", "[[:upper:]-]", "[[:nope:]]", "[[:alpha:", "[a-c-e]", "[\\]a]", "[a\\-z]", "!", "#", "\\", "\\ ", " ", "\\*", "\\!")
        .NonEmptyListOf().Select(pieces => string.Concat(pieces.Take(6)));

    private static readonly Gen<string> File =
        Gen.Frequency((1, Gen.Constant("!")), (4, Gen.Constant(""))).SelectMany(_ => Line, (sign, line) => sign + line)
            .ListOf().Select(lines => string.Concat(lines.Take(5).Select(l => l + "\n")));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_git_ignores_is_ignored_whatever_the_patterns()
    {
        WriteTree();
        await GitAsync("init", "-q");
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(200),
            Prop.ForAll(
                File.ArrayOf(4).ToArbitrary(),
                async (string[] rules) =>
                {
                    _folder.Write(".gitignore", rules[0]);
                    _folder.Write("d/.gitignore", rules[1]);
                    _folder.Write("d/d/.gitignore", rules[2]);
                    _folder.Write(".git/info/exclude", rules[3]);
                    Assert.Equal(await ListedByGitAsync(_folder.Path), Listed(_folder.Path));
                }));
    }

    [Theory]
    [InlineData("*.log\n!keep.log", "keep.log|sub/keep.log|x.txt")]
    [InlineData("/keep.log", "sub/keep.log|x.log|x.txt")]
    [InlineData("sub/", "keep.log|x.log|x.txt")]
    [InlineData("sub\r\n*.txt\r\n", "keep.log|x.log")]
    [InlineData("x.txt \nx.log\\ ", "keep.log|sub/keep.log|x.log")]
    [InlineData("\uFEFFsub", "keep.log|x.log|x.txt")]
    [InlineData("# sub\n\n", "keep.log|sub/keep.log|x.log|x.txt")]
    [InlineData("sub/*\n!sub/keep.log", "keep.log|sub/keep.log|x.log|x.txt")]
    [InlineData("sub\n!sub/keep.log", "keep.log|x.log|x.txt")]
    public async Task Rules_read_as_gitignore_5_says(string rules, string listed)
    {
        foreach (var file in (string[])["keep.log", "sub/keep.log", "x.log", "x.txt"])
        {
            _folder.Write(file, "");
        }

        await GitAsync("init", "-q");
        _folder.Write(".gitignore", rules);

        Assert.Equal(listed, string.Join('|', Listed(_folder.Path).Where(p => p != ".gitignore")));
        Assert.Equal(await ListedByGitAsync(_folder.Path), Listed(_folder.Path));
    }

    [Fact]
    public async Task A_folder_inside_a_repository_has_the_rules_of_the_folders_above_it()
    {
        WriteTree();
        await GitAsync("init", "-q");
        _folder.Write(".gitignore", "/d/b\ne/a\n");
        _folder.Write("d/.gitignore", "foo\n");

        Assert.Equal(await ListedByGitAsync(_folder["d"]), Listed(_folder["d"]));
        Assert.DoesNotContain("b", Listed(_folder["d"]));
    }

    [Fact]
    public async Task A_linked_working_tree_has_the_excludes_of_its_repository()
    {
        _folder.Write("main/a.txt", "");
        await GitAsync("init", "-q", "main");
        await GitAsync("-C", "main", "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "--allow-empty", "-m", "one");
        await GitAsync("-C", "main", "worktree", "add", "-q", "../linked");
        _folder.Write("main/.git/info/exclude", "b.txt\n");
        _folder.Write("linked/a.txt", "");
        _folder.Write("linked/b.txt", "");

        Assert.Equal(["a.txt"], Listed(_folder["linked"]));
        Assert.Equal(await ListedByGitAsync(_folder["linked"]), Listed(_folder["linked"]));
    }

    [Fact]
    public void Without_a_repository_what_tools_leave_behind_is_not_listed()
    {
        foreach (var file in (string[])["a.py", "__pycache__/a.pyc", "node_modules/x/index.js", "obj/a.cs", "src/bin/a.dll", "dist/a.js", ".gitignore"])
        {
            _folder.Write(file, file == ".gitignore" ? "dist\n" : "");
        }

        Assert.Equal([".gitignore", "a.py"], Listed(_folder.Path));
    }

    private void WriteTree()
    {
        foreach (var file in Tree.Where(f => f is not ("b" or "foo")))
        {
            _folder.Write(file, "");
        }
    }

    private static string[] Listed(string folder)
    {
        var root = new AbsolutePath(folder);
        var files = new WorkspaceFiles().List(
            Overlay.Over(Snapshot.Empty with { Folders = [root] }), root, null, int.MaxValue, Deadline.Token());
        return [.. files.Select(f => f.RelativeTo(root))];
    }

    private async Task<string[]> ListedByGitAsync(string folder) =>
        (await GitAsync("-C", folder, "ls-files", "--others", "--exclude-standard", "-z")).Split('\0', StringSplitOptions.RemoveEmptyEntries);

    private async Task<string> GitAsync(params string[] arguments)
    {
        // Only what the test wrote counts, not what this machine's user ignores everywhere.
        var request = new ProcessRequest("git", [.. arguments], new AbsolutePath(_folder.Path))
        {
            Environment = ImmutableDictionary.CreateRange<string, string?>(
                [new("GIT_CONFIG_GLOBAL", _folder["none"]), new("GIT_CONFIG_NOSYSTEM", "1"), new("XDG_CONFIG_HOME", _folder["none"])]),
        };
        var result = await new ProcessLauncher(TimeProvider.System).RunAsync(request, Deadline.Token());
        return result is ProcessResult.Exited { ExitCode: 0 } exited ? exited.Output : throw new InvalidOperationException(result.ToString());
    }
}
