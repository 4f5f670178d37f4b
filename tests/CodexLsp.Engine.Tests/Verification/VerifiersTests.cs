using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Verification;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Tests.Verification;

public sealed class VerifiersTests
{
    private static readonly AbsolutePath Root = new(Path.Combine(Path.GetTempPath(), "ws"));
    private static readonly Verdict Verified = new() { Status = VerificationStatus.Verified, Notes = ["compiled"] };
    private static readonly Verdict Broken = new() { Status = VerificationStatus.Broken };

    [Fact]
    public async Task One_language_has_the_word_of_its_judge() =>
        Assert.Same(Verified, await Judge([new Language(".cs", Verified), new Language(".ts", Broken)], "a.cs"));

    [Fact]
    public async Task Two_languages_are_verified_when_both_are()
    {
        var verdict = await Judge([new Language(".cs", Verified), new Language(".ts", Verified with { Notes = ["checked"] })], "a.cs", "b.ts");

        Assert.Equal((VerificationStatus.Verified, "compiled checked"), (verdict.Status, string.Join(' ', verdict.Notes)));
    }

    [Fact]
    public async Task Two_languages_are_broken_when_one_is() =>
        Assert.Equal(VerificationStatus.Broken, (await Judge([new Language(".cs", Verified), new Language(".ts", Broken)], "a.cs", "b.ts")).Status);

    [Fact]
    public async Task Two_languages_are_unverified_when_one_could_not_be_checked()
    {
        var verdict = await Judge([new Language(".cs", Verified), new Language(".ts", Verdict.Unverified("no tsc"))], "a.cs", "b.ts");

        Assert.Equal((VerificationStatus.Unverified, "no tsc"), (verdict.Status, verdict.Reason));
    }

    [Fact]
    public async Task Code_that_nobody_knows_is_said()
    {
        var verdict = await Judge([new Language(".cs", Verified)], "a.cs", "b.rs");

        Assert.Equal((VerificationStatus.Unverified, "nothing here can check .rs"), (verdict.Status, verdict.Reason));
    }

    [Fact]
    public async Task Prose_beside_code_takes_nothing_from_the_verdict() =>
        Assert.Same(Verified, await Judge([new Language(".cs", Verified)], "a.cs", "README.md", "LICENSE"));

    [Fact]
    public async Task Prose_alone_is_not_checked() =>
        Assert.Equal("nothing here can check .md", (await Judge([new Language(".cs", Verified)], "README.md")).Reason);

    [Fact]
    public async Task What_one_judge_mends_does_not_hide_what_another_found()
    {
        var mended = Of("a.cs", "b.ts").WithAfter(Root.Append("a.cs"), SourceText.From("mended"));
        ImmutableArray<IVerifier> judges = [new Language(".cs", Broken) { Mended = new Repair(mended, Verified with { Repaired = ["added using"] }) }, new Language(".ts", Broken)];

        var (changes, verdict) = await judges.JudgeAsync(Snapshot.Empty, Of("a.cs", "b.ts"), default);

        Assert.Equal("mended", changes.Find(Root.Append("a.cs"))!.After!.ToString());
        Assert.Equal((VerificationStatus.Broken, "added using"), (verdict.Status, verdict.Repaired.Single()));
    }

    private static Task<Verdict> Judge(ImmutableArray<IVerifier> judges, params string[] files) => judges.VerifyAsync(Snapshot.Empty, Of(files), default);

    private static ChangeSet Of(params string[] files) => new([.. files.Select(f => FileChange.Create(Root.Append(f), SourceText.From("x")))]);

    /// <summary>Says the same of every change.</summary>
    private sealed class Language(string extension, Verdict verdict) : IVerifier
    {
        public Repair? Mended { get; init; }

        public bool Handles(AbsolutePath path) => path.Extension == extension;

        public Task<Verdict> VerifyAsync(Snapshot snapshot, ChangeSet changes, CancellationToken cancellationToken) => Task.FromResult(verdict);

        public Task<Repair?> RepairAsync(Snapshot snapshot, ChangeSet changes, Verdict verdict, CancellationToken cancellationToken) => Task.FromResult(Mended);

        public Task<Verdict?> VerifyWorkspaceAsync(Snapshot snapshot, CancellationToken cancellationToken) => Task.FromResult<Verdict?>(verdict);
    }
}
