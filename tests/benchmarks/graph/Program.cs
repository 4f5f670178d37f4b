using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using CodexLsp.CSharp;
using CodexLsp.CSharp.Loading;
using CodexLsp.CSharp.Symbols;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.FileGraph;
using CodexLsp.Engine.Processes;

// Measures what tools and context wait for: the file graph and C# symbols, in one process as in the host. Arguments: FOLDER SOLUTION RUNS.
// Prints a line for each figure: its name, the first time, then the median and the 95th percentile of the others, in milliseconds.
var root = new AbsolutePath(Path.GetFullPath(args[0]));
var solution = root.Append(args[1]).Value;
var runs = int.Parse(args[2], CultureInfo.InvariantCulture);
string[] extensions = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".py", ".pyi"];
var snapshot = Snapshot.Empty with { Folders = [root], Trusted = true };
var tree = Overlay.Over(snapshot);
var launcher = new ProcessLauncher(TimeProvider.System);
var files = new WorkspaceFiles();

await Report("floor: git ls-files, and every source file read", async () =>
{
    var listed = (ProcessResult.Exited)await launcher.RunAsync(new ProcessRequest("git", ["ls-files", "-z", "-co", "--exclude-standard"], root), default);
    return listed.Output.Split('\0').Where(f => extensions.Contains(Path.GetExtension(f))).Sum(f => File.ReadAllText(root.Append(f).Value).Length);
});
await Report("listing: every file git would list", () => Task.FromResult(files.List(tree, root, null, int.MaxValue, default).Count));
await Report("search: a literal in every file", () => Task.FromResult(files.Search(tree, root, "AbsolutePath", false, null, int.MaxValue, default).Count()));
await Report("first scan: everything read into symbols and imports", async () =>
    (await new FileGraphSymbols(new SourceIndex(files)).FindAsync(tree, "register", 20, default)).Length);

var graph = new FileGraphSymbols(new SourceIndex(files));
await Report("find a symbol, nothing changed", async () => (await graph.FindAsync(tree, "register", 20, default)).Length);
var changed = files.List(tree, root, "*.ts", 1, default)[0];
var text = await File.ReadAllTextAsync(changed.Value);
var edit = 0;
await Report("find a symbol, one file changed", async () =>
{
    await File.WriteAllTextAsync(changed.Value, $"{text}\n// {edit++}\n");
    return (await graph.FindAsync(tree, "register", 20, default)).Length;
});
await File.WriteAllTextAsync(changed.Value, text);

await using var workspace = new CSharpWorkspace(
    new SolutionLoader(launcher, DotnetLocator.OfThisMachine, TimeProvider.System), DotnetLocator.OfThisMachine, () => new WorkspaceOptions { Solution = solution }, _ => { });
await workspace.WarmUpAsync(snapshot, default);
var csharp = new CSharpSymbolSource(workspace, files);
var home = root.Append("server/CodexLsp.Engine/Documents/AbsolutePath.cs");
var line = ImmutableArray.Create(await File.ReadAllLinesAsync(home.Value)).IndexOf("    public bool IsWithin(AbsolutePath folder) => PathRules.Current.IsWithin(Value, folder.Value);");
await Report("C#: find a symbol", async () => (await csharp.FindAsync(tree, "Path", 20, default)).Length);
await Report("C#: outline of a file", async () => (await csharp.OutlineAsync(tree, home, default)).Length);
await Report("C#: definition", async () => (await csharp.DefinitionAsync(tree, home, line, "PathRules", default)).Length);
await Report("C#: references", async () => (await csharp.ReferencesAsync(tree, home, line, "IsWithin", 100, default)).Length);

async Task Report(string name, Func<Task<int>> work)
{
    List<double> times = [];
    var found = 0;
    for (var i = 0; i <= runs; i++)
    {
        var start = Stopwatch.GetTimestamp();
        found = await work();
        times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    if (found == 0)
    {
        throw new InvalidOperationException($"'{name}' found nothing, so its time says nothing.");
    }

    var warm = times.Skip(1).Order().ToList();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}|{times[0]:0.0}|{warm[warm.Count / 2]:0.0}|{warm[(int)Math.Ceiling(0.95 * warm.Count) - 1]:0.0}"));
}
