using System.Diagnostics;
using System.Globalization;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Processes;
using CodexLsp.Engine.Sandboxing;

// Measures one command in the sandbox of this machine, as the host runs it. Arguments: WORKSPACE STATE RUNS COMMAND…
var workspace = new AbsolutePath(Path.GetFullPath(args[0]));
var state = new AbsolutePath(Path.GetFullPath(args[1]));
var runs = int.Parse(args[2], CultureInfo.InvariantCulture);
var place = new SandboxPlace(state, state.Append("configuration"), Environment.GetEnvironmentVariable);
var sandbox = new BubblewrapSandbox(place, new SandboxLimits(), new ProcessLauncher(TimeProvider.System), TimeProvider.System);
var ability = await sandbox.AbilityAsync(CancellationToken.None);
if (!ability.Works)
{
    await Console.Error.WriteLineAsync($"{ability.Detail} {ability.Next}");
    return 1;
}

var opened = await sandbox.OpenAsync(workspace, CancellationToken.None);
await using var checkout = opened.Value ?? throw new InvalidOperationException(opened.Failure!.Message);
var command = new SandboxCommand([.. args[3..]], workspace);
var edits = Overlay.Over(Snapshot.Empty with { Folders = [workspace], Trusted = true });
for (var run = 0; run < runs; run++)
{
    var start = Stopwatch.GetTimestamp();
    var result = await checkout.RunAsync(command, edits, null, CancellationToken.None);
    var took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    if (result.Value is not { ExitCode: 0 })
    {
        await Console.Error.WriteLineAsync(result.Value?.Output ?? result.Failure!.Message);
        return 1;
    }

    Console.WriteLine(took.ToString("0.00", CultureInfo.InvariantCulture));
}

return 0;
