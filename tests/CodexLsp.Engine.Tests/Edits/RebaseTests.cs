using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Tests.Edits;

public sealed class RebaseTests
{
    private static readonly AbsolutePath File = new(Path.Combine(Path.GetTempPath(), "a.cs"));

    private static FileChange Change(string before, string after) => FileChange.Modify(File, SourceText.From(before), SourceText.From(after));

    private static string Rebased(string before, string after, string now) =>
        Assert.IsType<RebaseResult.Rebased>(Rebase.Onto(Change(before, after), SourceText.From(now), null)).Change.After!.ToString();

    /// <summary>Texts of few kinds of lines, so that the same line often comes twice.</summary>
    private static Gen<string> Texts =>
        from lines in Gen.Elements("a", "b", "{", "", "}").ListOf()
        from end in Gen.Elements("", "\n")
        from lineEnd in Gen.Elements("\n", "\r\n")
        select string.Join(lineEnd, lines) + end;

    [Fact]
    public void Hunks_move_with_the_lines_around_them_and_keep_their_ids()
    {
        var change = Change("a\nb\nc\nd\n", "a\n2\nc\n4\n");

        var rebased = Assert.IsType<RebaseResult.Rebased>(Rebase.Onto(change, SourceText.From("new\na\nb\nC\nc\nd\n"), new TextVersion(7))).Change;

        Assert.Equal("new\na\n2\nC\nc\n4\n", rebased.After!.ToString());
        Assert.Equal(change.Hunks.Select(h => h.Id), rebased.Hunks.Select(h => h.Id));
        Assert.Equal(new TextVersion(7), rebased.Version);
        Assert.All(rebased.Hunks, h => Assert.Equal(h.OldText, rebased.Before!.ToString(h.Span)));
    }

    [Fact]
    public void Both_changing_the_same_line_is_a_conflict_with_all_three_texts()
    {
        var conflict = Assert.IsType<RebaseResult.Conflicts>(Rebase.Onto(Change("a\nb\n", "a\n2\n"), SourceText.From("a\nmine\n"), null)).Hunks.Single();
        Assert.Equal(("b\n", "mine\n", "2\n"), (conflict.Base, conflict.Ours, conflict.Theirs));
    }

    [Fact]
    public void Another_of_equal_lines_next_to_a_hunk_is_no_conflict() => Assert.Equal("x\nnew\n}\n}\n", Rebased("x\n}\n}\n", "x\nnew\n}\n", "x\n}\n}\n}\n"));

    [Fact]
    public void What_the_file_already_has_is_left_out() => Assert.Equal("1\nb\n3\n", Rebased("a\nb\nc\n", "1\nb\n3\n", "1\nb\nc\n"));

    [Fact]
    public void A_new_file_conflicts_with_one_that_came_meanwhile() =>
        Assert.IsType<RebaseResult.Conflicts>(Rebase.Onto(FileChange.Create(File, SourceText.From("x")), SourceText.From("y"), null));

    [Fact]
    public void Following_tells_where_every_hunk_is_and_which_lines_were_edited()
    {
        var change = Change("a\nb\nc\nd\n", "a\n2\nc\n4\n");

        var followed = Rebase.Follow(change, SourceText.From("new\na\nmine\nc\nd\n"), new TextVersion(7), out var fits);

        Assert.False(fits);
        Assert.Equal(change.Hunks.Select(h => h.Id), followed.Hunks.Select(h => h.Id));
        Assert.Equal([HunkStatus.Conflict, HunkStatus.Pending], followed.Hunks.Select(h => h.Status));
        Assert.Equal(["mine\n", "d\n"], followed.Hunks.Select(h => followed.Before!.ToString(h.Span)));
        Assert.Equal("new\na\nmine\nc\n4\n", followed.After!.ToString());
    }

    [Fact]
    public void Following_is_rebasing_wherever_the_change_still_fits() =>
        Prop.ForAll(Arb.From(Texts), Arb.From(Texts), Arb.From(Texts), (before, after, now) =>
        {
            var change = Change(before, after);
            var followed = Rebase.Follow(change, SourceText.From(now), null, out var fits);
            if (Rebase.Onto(change, SourceText.From(now), null) is RebaseResult.Rebased { Change: var rebased })
            {
                Assert.True(fits);
                Assert.Equal(rebased.After!.ToString(), followed.After!.ToString());
                Assert.Equal<IEnumerable<Hunk>>(rebased.Hunks, followed.Hunks);
            }
            else
            {
                Assert.False(fits);
                Assert.All(followed.Hunks, h => Assert.True(h.Span.End <= now.Length));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_was_decided_never_makes_a_change_stale()
    {
        var partly = Change("a\nb\nc\n", "1\nb\n3\n");
        partly = partly.MarkAccepted(new HashSet<string> { partly.Hunks[0].Id });

        var followed = Rebase.Follow(partly, SourceText.From("one\nb\nc\n"), null, out var fits);

        Assert.True(fits);
        Assert.Equal([HunkStatus.Accepted, HunkStatus.Pending], followed.Hunks.Select(h => h.Status));
        Assert.Equal("one\nb\n3\n", followed.After!.ToString());
    }

    [Fact]
    public void Lines_are_found_again_after_any_edit()
    {
        var (before, now) = (SourceText.From("a\nb\nc\nd\n"), SourceText.From("new\na\nB\nB2\nc\nd\n"));
        Assert.Equal("B\nB2\nc\n", now.ToString(Rebase.Move(before, now, TextSpan.FromBounds(2, 6))));
        Assert.Equal("d\n", now.ToString(Rebase.Move(before, now, TextSpan.FromBounds(6, 8))));
    }

    [Fact]
    public void Edits_outside_the_hunks_always_rebase_and_both_are_in_the_result()
    {
        var plan = Gen.Elements("keep", "mine", "theirs", "insertMine", "dropMine", "dropTheirs").ListOf();
        Prop.ForAll(Arb.From(plan), steps =>
        {
            var (before, now, after, both) = ("", "", "", "");
            for (var i = 0; i < steps.Count; i++)
            {
                var line = $"line {i}\n";
                var (mine, theirs) = steps[i] switch
                {
                    "mine" => ($"mine {i}\n", null),
                    "theirs" => (null, $"theirs {i}\n"),
                    "insertMine" => ($"inserted {i}\n{line}", null),
                    "dropMine" => ("", null),
                    "dropTheirs" => (null, ""),
                    _ => ((string?)null, (string?)null),
                };

                // Unedited lines between the two: a diff has no opinion where one block of changes ends and another begins.
                var gap = $"gap {i}\n";
                before += line + gap;
                now += (mine ?? line) + gap;
                after += (theirs ?? line) + gap;
                both += (mine ?? theirs ?? line) + gap;
            }

            Assert.Equal(both, Rebased(before, after, now));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Applying_the_hunks_of_a_diff_gives_the_other_text_and_inverting_takes_it_back() =>
        Prop.ForAll(Arb.From(Texts), Arb.From(Texts), (before, after) =>
        {
            var change = Change(before, after);
            Assert.Equal(after, change.Before!.WithChanges(change.Hunks.Select(h => h.Change)).ToString());
            var back = change.Invert();
            Assert.Equal(before, back.Before!.WithChanges(back.Hunks.Select(h => h.Change)).ToString());
            Assert.All(change.Hunks, h => Assert.Equal(h.OldText, before.Substring(h.Span.Start, h.Span.Length)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_part_of_the_hunks_can_be_taken_and_the_rest_later() =>
        Prop.ForAll(Arb.From(Texts), Arb.From(Texts), (before, after) =>
        {
            var change = Change(before, after);
            var some = change.Hunks.Where((_, i) => i % 2 == 0).Select(h => h.Id).ToHashSet();
            if (change.Rest(some) is { } rest && change.Select(some) is { } part)
            {
                Assert.Equal(part.After!.ToString(), rest.Before!.ToString());
                Assert.Equal(after, rest.Before.WithChanges(rest.Hunks.Select(h => h.Change)).ToString());
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Another_outcome_keeps_the_ids_of_the_hunks_it_shares()
    {
        var change = Change("a\nb\nc\n", "1\nb\n3\n");
        var edited = change.WithAfter(SourceText.From("1\nb\nIII\n"));
        Assert.Equal(change.Hunks[0], edited.Hunks[0]);
        Assert.NotEqual(change.Hunks[1].Id, edited.Hunks[1].Id);
    }

    [Fact]
    public void A_change_written_as_patch_or_diff_makes_the_same_text_again()
    {
        using var workspace = new EditWorkspace();
        Prop.ForAll(Arb.From(Texts), Arb.From(Texts), (before, after) =>
        {
            // Neither format says which line ends a new line gets.
            (before, after) = (before.Replace("\r", "", StringComparison.Ordinal), after.Replace("\r", "", StringComparison.Ordinal));
            workspace.Write("a.cs", System.Text.Encoding.UTF8.GetBytes(before));
            var changes = new ChangeSet([FileChange.Modify(workspace["a.cs"], SourceText.From(before), SourceText.From(after))]);
            if (before != after && before.Length > 0 && after.Length > 0)
            {
                Assert.Equal(after, workspace.Place(PatchEnvelope.Write(changes, workspace.Root)).Files.Single().After!.ToString());
                Assert.Equal(after, workspace.Place(UnifiedDiff.Write(changes, workspace.Root)).Files.Single().After!.ToString());
            }
        }).QuickCheckThrowOnFailure();
    }
}
