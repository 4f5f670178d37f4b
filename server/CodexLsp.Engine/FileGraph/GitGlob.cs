using System.Collections.Immutable;

namespace CodexLsp.Engine.FileGraph;

/// <summary>
/// The wildcards of a line in <c>.gitignore</c> (gitignore(5), <c>wildmatch</c> with paths): <c>*</c>, <c>?</c> and sets stay in one
/// folder, <c>**</c> does not. No pattern takes more than quadratic time.
/// </summary>
internal sealed class GitGlob
{
    private const string Special = "*?[\\";

    private readonly string _prefix;
    private readonly bool _ignoreCase;

    // Null: the pattern is malformed and matches nothing, as git has it.
    private readonly ImmutableArray<Step>? _steps;

    public GitGlob(string pattern, bool ignoreCase)
    {
        // Git compares what is before the first wildcard as it is, so that a ** right after it counts as one at the beginning.
        var literal = pattern.AsSpan().IndexOfAny(Special);
        _prefix = literal < 0 ? pattern : pattern[..literal];
        _ignoreCase = ignoreCase;
        _steps = Compile(pattern.AsSpan(_prefix.Length), ignoreCase);
    }

    private enum StepKind
    {
        Character,
        AnyCharacter,
        Set,
        AnyInFolder,
        AnyAtAll,
        AnyFolders,
    }

    /// <summary>Whether the whole of <paramref name="path"/> matches; its separator is <c>/</c>.</summary>
    public bool Matches(ReadOnlySpan<char> path)
    {
        var comparison = _ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return _steps is { } steps && path.StartsWith(_prefix, comparison) && Matches(steps.AsSpan(), path[_prefix.Length..]);
    }

    // The last wildcard of each reach is enough to go back to: what an earlier one could still take, the later one can, too.
    private bool Matches(ReadOnlySpan<Step> steps, ReadOnlySpan<char> text)
    {
        var (step, at) = (0, 0);
        var (innerStep, innerAt) = (-1, 0);
        var (outerStep, outerAt) = (-1, 0);
        while (true)
        {
            if (step == steps.Length && at == text.Length)
            {
                return true;
            }

            if (step < steps.Length)
            {
                switch (steps[step].Kind)
                {
                    case StepKind.AnyInFolder:
                        (innerStep, innerAt) = (++step, at);
                        continue;
                    case StepKind.AnyAtAll or StepKind.AnyFolders:
                        (outerStep, outerAt) = (++step, at);
                        innerStep = -1;
                        continue;
                    default:
                        if (at < text.Length && steps[step].Takes(text[at], _ignoreCase))
                        {
                            step++;
                            at++;
                            continue;
                        }

                        break;
                }
            }

            if (innerStep >= 0 && innerAt < text.Length && text[innerAt] != '/')
            {
                (step, at) = (innerStep, ++innerAt);
                continue;
            }

            if (outerStep < 0)
            {
                return false;
            }

            var next = steps[outerStep - 1].Kind == StepKind.AnyAtAll ? 0 : text[outerAt..].IndexOf('/');
            if (next < 0 || outerAt == text.Length)
            {
                return false;
            }

            outerAt += next + 1;
            (step, at, innerStep) = (outerStep, outerAt, -1);
        }
    }

    private static ImmutableArray<Step>? Compile(ReadOnlySpan<char> pattern, bool ignoreCase)
    {
        var steps = ImmutableArray.CreateBuilder<Step>();
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '*':
                    i = CompileStars(pattern, i, steps);
                    break;
                case '?':
                    steps.Add(new Step(StepKind.AnyCharacter));
                    break;
                case '[':
                    if (GlobSet.Read(pattern, ref i) is not { } set)
                    {
                        return null;
                    }

                    steps.Add(new Step(StepKind.Set, Set: set));
                    break;
                case '\\' when ++i == pattern.Length:
                    return null;
                default:
                    steps.Add(new Step(StepKind.Character, ignoreCase ? char.ToLowerInvariant(pattern[i]) : pattern[i]));
                    break;
            }
        }

        return steps.ToImmutable();
    }

    /// <summary>Returns the last position of the wildcard.</summary>
    private static int CompileStars(ReadOnlySpan<char> pattern, int start, ImmutableArray<Step>.Builder steps)
    {
        var end = start;
        while (end + 1 < pattern.Length && pattern[end + 1] == '*')
        {
            end++;
        }

        var rest = pattern[(end + 1)..];
        var crosses = end > start && (start == 0 || pattern[start - 1] == '/') && rest is [] or ['/', ..] or ['\\', '/', ..];
        if (end == start || !crosses)
        {
            steps.Add(new Step(StepKind.AnyInFolder));
            return end;
        }

        // "**/" takes no folder, one or several, each with its slash.
        var folders = rest is ['/', ..];
        steps.Add(new Step(folders ? StepKind.AnyFolders : StepKind.AnyAtAll));
        return folders ? end + 1 : end;
    }

    private readonly record struct Step(StepKind Kind, char Character = default, GlobSet? Set = null)
    {
        public bool Takes(char c, bool ignoreCase) => Kind switch
        {
            StepKind.AnyCharacter => c != '/',
            StepKind.Set => c != '/' && Set!.Contains(c, ignoreCase),
            _ => (ignoreCase ? char.ToLowerInvariant(c) : c) == Character,
        };
    }
}
