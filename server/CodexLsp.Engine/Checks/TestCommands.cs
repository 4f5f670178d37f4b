using System.Collections.Immutable;
using System.Text.Json;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;

namespace CodexLsp.Engine.Checks;

/// <summary>Finds how a workspace is tested, from the files that say so. Nothing is run.</summary>
public static class TestCommands
{
    private static readonly ImmutableArray<string> Scripts = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];
    private static readonly ImmutableArray<string> PythonProjects = ["pyproject.toml", "setup.py", "setup.cfg", "pytest.ini", "tox.ini"];

    /// <summary>The commands that test the changed files, each once; those of the folder itself where none of them has tests.</summary>
    /// <param name="folder">The workspace folder.</param>
    /// <param name="changed">The changed files.</param>
    public static ImmutableArray<WorkspaceCommand> Of(AbsolutePath folder, IEnumerable<AbsolutePath> changed)
    {
        var ofFiles = changed.Select(path => OfFile(folder, path)).OfType<WorkspaceCommand>().Distinct().ToImmutableArray();
        return ofFiles.IsEmpty ? [.. new[] { Dotnet(folder), Npm(folder), Python(folder) }.OfType<WorkspaceCommand>()] : ofFiles;
    }

    private static WorkspaceCommand? OfFile(AbsolutePath folder, AbsolutePath path) => path.Extension switch
    {
        ".cs" or ".csproj" => Upward(folder, path, Solution) ?? Upward(folder, path, Project),
        ".py" => Upward(folder, path, f => PythonProjects.Any(n => File.Exists(f.Append(n).Value)) ? Python(f) : null) ?? Python(folder),
        var extension when Scripts.Contains(extension) => Upward(folder, path, Npm),
        _ => null,
    };

    private static WorkspaceCommand? Dotnet(AbsolutePath folder) => Solution(folder) ?? Project(folder);

    private static WorkspaceCommand? Solution(AbsolutePath folder) => DotnetTest(folder, "*.slnx") ?? DotnetTest(folder, "*.sln");

    private static WorkspaceCommand? Project(AbsolutePath folder) => DotnetTest(folder, "*.csproj");

    // Two solutions in one folder: nobody can know which is meant, and dotnet would not either.
    private static WorkspaceCommand? DotnetTest(AbsolutePath folder, string pattern) =>
        Directory.Exists(folder.Value) && Directory.GetFiles(folder.Value, pattern) is [var only]
            ? Detected(folder, "dotnet", "test", Path.GetFileName(only))
            : null;

    private static WorkspaceCommand? Npm(AbsolutePath folder) =>
        ScriptOf(folder.Append("package.json")) is { } script && !script.Contains("no test specified", StringComparison.Ordinal)
            ? Detected(folder, "npm", "test")
            : null;

    private static string? ScriptOf(AbsolutePath manifest)
    {
        if (!File.Exists(manifest.Value))
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(manifest.Value));
            return json.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("scripts", out var scripts) && scripts.ValueKind == JsonValueKind.Object
                && scripts.TryGetProperty("test", out var test) && test.ValueKind == JsonValueKind.String
                    ? test.GetString()
                    : null;
        }
        catch (Exception problem) when (problem is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static WorkspaceCommand? Python(AbsolutePath folder)
    {
        if (UsesPytest(folder))
        {
            return Detected(folder, "python3", "-m", "pytest", "-q");
        }

        var tests = new[] { "tests", "test" }.Select(folder.Append).FirstOrDefault(t => HasTests(t.Value));
        return tests.Equals(default) ? HasTests(folder.Value) ? Detected(folder, "python3", "-m", "unittest") : null
            : File.Exists(tests.Append("__init__.py").Value) ? Detected(folder, "python3", "-m", "unittest", "discover", "-s", tests.Name, "-t", ".")
            : Detected(folder, "python3", "-m", "unittest", "discover", "-s", tests.Name);
    }

    private static bool HasTests(string folder) => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "test*.py").Any();

    private static bool UsesPytest(AbsolutePath folder) =>
        File.Exists(folder.Append("pytest.ini").Value)
        || File.Exists(folder.Append("conftest.py").Value)
        || new[] { "pyproject.toml", "setup.cfg", "tox.ini", "requirements.txt", "requirements-dev.txt" }
            .Select(folder.Append)
            .Any(f => File.Exists(f.Value) && File.ReadAllText(f.Value).Contains("pytest", StringComparison.Ordinal));

    private static WorkspaceCommand? Upward(AbsolutePath folder, AbsolutePath path, Func<AbsolutePath, WorkspaceCommand?> find)
    {
        for (var at = path.Parent; at is { } here && here.IsWithin(folder); at = here.Parent)
        {
            if (find(here) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static WorkspaceCommand Detected(AbsolutePath folder, params string[] argv) => new([.. argv], folder, CommandOrigin.Detection);
}
