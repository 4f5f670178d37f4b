using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;

namespace CodexLsp.Engine.Edits;

/// <summary>Puts back what a commit did that has no outcome: after a failure in the middle, or after a crash.</summary>
public static class CommitRecovery
{
    /// <summary>
    /// Makes every file what it was before the plan. A file that is in neither of the plan's two states was changed by someone
    /// else since and is left alone. May be run again after it failed itself.
    /// </summary>
    /// <param name="plan">The plan, as it was begun.</param>
    /// <param name="policy">Paths outside of it are not touched, whatever the plan says: a journal is only a file.</param>
    /// <param name="files">The disk.</param>
    public static Recovery Recover(CommitPlan plan, PathPolicy policy, IFileSystem files)
    {
        policy = policy with { Named = policy.Named.Union(plan.Steps.Select(s => s.Path)) };
        var restored = ImmutableArray.CreateBuilder<AbsolutePath>();
        var left = ImmutableArray.CreateBuilder<AbsolutePath>();
        var failures = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < plan.Steps.Length; i++)
        {
            var (step, temporary) = (plan.Steps[i], plan.Temporaries[i]);
            Try(failures, step.Path, () =>
            {
                var now = files.Read(step.Path)?.Stamp;
                if (now == step.Before?.Stamp)
                {
                    return;
                }

                if (now?.Hash != step.After?.Hash && now?.Hash != step.Before?.Stamp.Hash)
                {
                    left.Add(step.Path);
                    return;
                }

                if (!Writable(policy, step.Path))
                {
                    throw new IOException("the policy no longer lets it be written");
                }

                if (step.Before is null)
                {
                    files.Delete(step.Path);
                }
                else
                {
                    files.Write(temporary, step.Before.Bytes, step.Before.Mode);
                    files.Replace(temporary, step.Path);
                }

                restored.Add(step.Path);
            });
        }

        foreach (var temporary in plan.Temporaries.Where(policy.Holds))
        {
            Try(failures, temporary, () => files.Delete(temporary));
        }

        foreach (var folder in plan.NewFolders.Reverse().Where(policy.Holds))
        {
            Try(failures, folder, () => files.DeleteFolderIfEmpty(folder));
        }

        return new Recovery(restored.ToImmutable(), left.ToImmutable(), failures.ToImmutable());
    }

    /// <summary>The path leads to itself, not through a link that came since, and the policy does not refuse it.</summary>
    private static bool Writable(PathPolicy policy, AbsolutePath path) => policy.Check(path) switch
    {
        PathDecision.Allowed allowed => allowed.Real == path,
        PathDecision.Protected guarded => guarded.Real == path,
        _ => false,
    };

    private static void Try(ImmutableArray<string>.Builder failures, AbsolutePath path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failures.Add($"{path}: {e.Message}");
        }
    }
}

/// <summary>What a recovery did.</summary>
/// <param name="Restored">Files that were changed and are as before again.</param>
/// <param name="LeftAlone">Files that hold someone's later work.</param>
/// <param name="Failures">What could not be put back, a sentence each; empty when the plan is closed.</param>
public sealed record Recovery(ImmutableArray<AbsolutePath> Restored, ImmutableArray<AbsolutePath> LeftAlone, ImmutableArray<string> Failures);
