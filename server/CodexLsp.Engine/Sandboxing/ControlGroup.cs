using System.Collections.Immutable;
using System.Globalization;

namespace CodexLsp.Engine.Sandboxing;

/// <summary>
/// Control groups of our own, where the system lets us make them (a user's session under systemd does, and root may): they bound
/// a command with all its children together, which resource limits cannot. Version 2, or the two controllers of version 1.
/// </summary>
internal sealed class ControlGroup : IAsyncDisposable
{
    private const string Mount = "/sys/fs/cgroup";

    // The kernel buries the last process some time after its end was told, and keeps the group until then.
    private static readonly TimeSpan Burial = TimeSpan.FromMilliseconds(20);
    private const int MostBurials = 100;

    private readonly ImmutableArray<string> _folders;
    private readonly TimeProvider _time;

    private ControlGroup(ImmutableArray<string> folders, TimeProvider time) => (_folders, _time) = (folders, time);

    /// <summary>The files a process writes its id to when it joins; none where there are no groups for us.</summary>
    public ImmutableArray<string> Doors => [.. _folders.Select(f => f + "/cgroup.procs")];

    /// <summary>Makes the groups, as far as they can be made.</summary>
    public static ControlGroup Make(SandboxLimits limits, TimeProvider time)
    {
        var name = $"codex-lsp-{Guid.NewGuid():N}";
        (string, string)[] bounds =
        [
            ("pids.max", Number(limits.Processes)),
            ("memory.max", Number(limits.Memory)), ("memory.swap.max", "0"), ("memory.oom.group", "1"),
            ("memory.limit_in_bytes", Number(limits.Memory)), ("memory.memsw.limit_in_bytes", Number(limits.Memory)),
        ];
        return new ControlGroup([.. Parents().Select(parent => Make($"{parent}/{name}", bounds)).OfType<string>()], time);
    }

    /// <summary>Whether the memory bound ended a process.</summary>
    public bool OutOfMemory() => _folders.Any(f => Said(f + "/memory.events", "oom_kill") || Said(f + "/memory.oom_control", "oom_kill"));

    public async ValueTask DisposeAsync()
    {
        foreach (var folder in _folders)
        {
            for (var i = 0; i < MostBurials && !Remove(folder); i++)
            {
                await Task.Delay(Burial, _time);
            }
        }
    }

    private static IEnumerable<string> Parents()
    {
        if (!File.Exists("/proc/self/cgroup"))
        {
            yield break;
        }

        foreach (var line in File.ReadAllLines("/proc/self/cgroup"))
        {
            // hierarchy:controllers:path
            if (line.Split(':', 3) is not [_, var controllers, var path])
            {
                continue;
            }

            if (controllers.Length == 0)
            {
                // Processes live in leaves only, so a new group goes beside ours.
                yield return Mount + (Path.GetDirectoryName(path) ?? "").TrimEnd('/');
            }
            else if (controllers is "pids" or "memory")
            {
                yield return $"{Mount}/{controllers}{path.TrimEnd('/')}";
            }
        }
    }

    private static string? Make(string folder, (string File, string Value)[] bounds)
    {
        try
        {
            if (!Directory.Exists(Path.GetDirectoryName(folder)))
            {
                return null;
            }

            Directory.CreateDirectory(folder);
            var set = 0;
            foreach (var (file, value) in bounds.Where(b => File.Exists($"{folder}/{b.File}")))
            {
                File.WriteAllText($"{folder}/{file}", value);
                set++;
            }

            if (set > 0)
            {
                return folder;
            }

            Directory.Delete(folder);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not ours to make: the resource limits hold without it.
            if (Directory.Exists(folder))
            {
                Remove(folder);
            }

            return null;
        }
    }

    private static bool Said(string file, string word) =>
        File.Exists(file) && File.ReadAllLines(file).Any(l => l.StartsWith(word + " ", StringComparison.Ordinal) && !l.EndsWith(" 0", StringComparison.Ordinal));

    private static bool Remove(string folder)
    {
        try
        {
            Directory.Delete(folder);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
