using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;

namespace CodexLsp.Engine.Checks;

/// <summary>Finds how files of languages without a room of their own are checked. Nothing is run.</summary>
/// <param name="configured">What was configured, in order; the first that matches a file is its check.</param>
/// <param name="isOnPath">Whether a program is found by its name alone.</param>
public sealed class CheckCommands(ImmutableArray<ConfiguredCheck> configured, Func<string, bool> isOnPath)
{
    private const string SyntaxOnly = "It checks syntax only.";
    private const int MostFilesOfACommand = 500;

    // Isolated and without site packages: neither a py_compile.py of the workspace nor what it puts on the path has a word in the verdict.
    private static readonly ImmutableArray<string> Python = ["python3", "-I", "-S", "-m", "py_compile"];

    /// <summary>The languages that can be detected.</summary>
    public static bool IsDetectable(AbsolutePath path) => IsTypeScript(path) || IsJavaScript(path) || path.Extension == ".py";

    /// <summary>Whether there may be a check for the file.</summary>
    public bool Handles(AbsolutePath path)
    {
        // Which folder a glob is seen from is not known yet, so every one above the file may be it.
        var parts = path.Value.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        return IsDetectable(path)
            || configured.Any(c => Enumerable.Range(1, parts.Length - 1).Any(n => PathGlobs.Match([c.Glob], string.Join('/', parts[n..]))));
    }

    /// <summary>The checks of the files, and the reason for each file that has none.</summary>
    public (ImmutableArray<CheckCommand> Checks, ImmutableArray<string> Unchecked) For(AbsolutePath folder, IEnumerable<AbsolutePath> files)
    {
        var left = ImmutableArray.CreateBuilder<string>();
        var chosen = new List<(CheckCommand? Whole, string Kind, AbsolutePath File)>();
        foreach (var file in files)
        {
            var (command, kind, reason) = Of(folder, file);
            if (reason is not null)
            {
                left.Add(reason);
            }
            else
            {
                chosen.Add((command, kind, file));
            }
        }

        // Syntax checks take the files themselves; all others look at a whole project.
        var whole = chosen.Where(c => c.Whole is not null).GroupBy(c => c.Whole!.Command, (_, same) => same.First().Whole! with { Files = [.. same.Select(c => c.File)] });
        var python = chosen.Where(c => c.Kind == "python").Select(c => c.File).Chunk(MostFilesOfACommand)
            .Select(files => Syntax(folder, [.. files], [.. Python, .. files.Select(f => Named(folder, f))]));
        var script = chosen.Where(c => c.Kind == "node").Select(c => Syntax(folder, [c.File], ["node", "--check", Named(folder, c.File)]));
        return ([.. whole, .. python, .. script], [.. left.Distinct()]);
    }

    private (CheckCommand? Whole, string Kind, string? Reason) Of(AbsolutePath folder, AbsolutePath file)
    {
        if (configured.FirstOrDefault(c => PathGlobs.Match([c.Glob], file.RelativeTo(folder))) is { } own)
        {
            return (new CheckCommand(new WorkspaceCommand(own.Argv, folder, own.Origin), []), "configured", null);
        }

        if (file.Extension == ".py")
        {
            return isOnPath("python3") ? (null, "python", null) : (null, "", "python3 is not installed, which would check .py");
        }

        if (TypeScriptProjects.Of(folder, file) is [var project, .. var referenced] && (IsTypeScript(file) || TypeScriptProjects.ChecksJavaScript(project)))
        {
            return Tsc(folder, project) is { } tsc
                ? (new CheckCommand(Project(tsc, project), []) { ListsFiles = true, Otherwise = [.. referenced.Select(r => Project(tsc, r))] }, "tsc", null)
                : (null, "", $"TypeScript is not installed: there is no node_modules/.bin/tsc beside or above {project.RelativeTo(folder)}, and no tsc on the PATH");
        }

        return IsTypeScript(file) ? (null, "", $"no tsconfig.json beside or above {file.RelativeTo(folder)}")
            : IsJavaScript(file) ? isOnPath("node") ? (null, "node", null) : (null, "", "node is not installed, which would check JavaScript")
            : (null, "", $"no check is configured for {file.RelativeTo(folder)}");
    }

    private static CheckCommand Syntax(AbsolutePath folder, ImmutableArray<AbsolutePath> files, ImmutableArray<string> argv) =>
        new(new WorkspaceCommand(argv, folder, CommandOrigin.Detection), files, SyntaxOnly);

    private static WorkspaceCommand Project(string tsc, AbsolutePath project) =>
        new([tsc, "--noEmit", "--pretty", "false", "--listFiles", "-p", project.Name], project.Parent!.Value, CommandOrigin.Detection);

    // A name that begins like an option is none.
    private static string Named(AbsolutePath folder, AbsolutePath file) =>
        file.RelativeTo(folder) is ['-', ..] and var odd ? $"./{odd}" : file.RelativeTo(folder);

    private string? Tsc(AbsolutePath folder, AbsolutePath project)
    {
        for (var at = project.Parent; at is { } here && here.IsWithin(folder); at = here.Parent)
        {
            if (here.Append("node_modules/.bin/tsc") is var tsc && File.Exists(tsc.Value))
            {
                return tsc.Value;
            }
        }

        return isOnPath("tsc") ? "tsc" : null;
    }

    private static bool IsTypeScript(AbsolutePath path) => path.Extension is ".ts" or ".tsx" or ".mts" or ".cts";

    private static bool IsJavaScript(AbsolutePath path) => path.Extension is ".js" or ".mjs" or ".cjs";
}
