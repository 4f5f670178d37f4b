using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Processes;

namespace CodexLsp.Engine.Sandboxing;

/// <summary>
/// Confines commands with bubblewrap. One process is started; step by step it becomes the command: <c>unshare</c> gives it a mount
/// namespace, a script mounts the overlay and joins the control groups, <c>prlimit</c> bounds it, <c>bwrap</c> takes the rest of
/// the machine away.
/// </summary>
/// <param name="overlay">Whether overlays can be mounted; else the layer is a copy of the whole workspace.</param>
/// <param name="limits">What a command may use.</param>
/// <param name="place">What no command sees.</param>
internal sealed partial class BubblewrapConfinement(bool overlay, SandboxLimits limits, SandboxPlace place) : IConfinement
{
    /// <summary>The exit code that says that the sandbox itself could not be made.</summary>
    public const int NotMade = 125;

    /// <summary>How the output begins where bubblewrap could not make what it was told to, and has started nothing.</summary>
    public const string Complaint = "bwrap: Can't ";

    // Names without a folder, so that no path has to be escaped for the mount's option.
    private const string MountOverlay = """
        cd "$1" && "$3" --bind "$2" lower && "$3" -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work,userxattr merged || exit 125

        """;

    // The ninth is the filter's, for bubblewrap, which closes it.
    // Whoever runs out of memory, it shall be the command and not the user's editor.
    private const string Join = """
        shift 3
        while [ "$1" != -- ]; do echo $$ > "$1" || exit 125; shift; done
        shift
        echo 1000 > /proc/self/oom_score_adj || exit 125
        exec "$@" 2>&1 9< filter
        """;

    /// <summary>Folders of other users, of services and of this session; sockets and agents are there.</summary>
    private static readonly ImmutableArray<string> Masked = ["/home", "/root", "/mnt", "/media", "/run", "/var/run", "/var/tmp", "/var/spool", "/sys/kernel", "/sys/firmware"];

    /// <summary>What only root can read, for the case that root is who we are.</summary>
    private static readonly ImmutableArray<string> OfRoot =
        ["/etc/shadow", "/etc/shadow-", "/etc/gshadow", "/etc/gshadow-", "/etc/sudoers", "/etc/sudoers.d", "/etc/ssh", "/etc/ssl/private"];

    /// <inheritdoc/>
    public Outcome<ProcessRequest> Confine(SandboxCommand command, CheckoutFolders folders, ControlGroup group)
    {
        var confined = command.Mode != SandboxMode.DangerFullAccess;
        string Own(string program) => place.SystemProgram(program) ?? $"/usr/bin/{program}";
        ImmutableArray<string> arguments =
        [
            .. overlay ? ImmutableArray.Create("-c", MountOverlay + Join) : ["-c", Join],
            "sh", folders.Root.Value, folders.Workspace.Value, Own("mount"), .. confined ? group.Doors : [], "--",
            .. confined ? ImmutableArray.Create(Own("prlimit")).AddRange(Bounds()) : [],
            Own("bwrap"), .. confined ? Walls(command, folders) : Open(folders),
            "--uid", Id(EffectiveUser()), "--gid", Id(EffectiveGroup()),
            "--die-with-parent", "--chdir", command.Directory.Value, "--", .. command.Argv,
        ];
        ImmutableArray<string> program = overlay ? [Own("unshare"), "--user", "--map-root-user", "--mount", Own("sh"), .. arguments] : [Own("sh"), .. arguments];
        return new ProcessRequest(program[0], program[1..], folders.Root)
        {
            Environment = confined ? SandboxEnvironment.Confined(place.Variable) : SandboxEnvironment.Unconfined(),
            OnlyGivenEnvironment = confined,
            Timeout = command.Timeout,
            OutputLimit = command.OutputLimit,
        };
    }

    /// <inheritdoc/>
    public string TemporarySeen(CheckoutFolders folders, SandboxMode mode) =>
        mode == SandboxMode.DangerFullAccess ? folders.Temporary.Value : "/tmp";

    private ImmutableArray<string> Bounds() =>
    [
        $"--nproc={Id(limits.Processes)}", $"--data={Id(limits.Memory)}", $"--fsize={Id(limits.File)}", "--core=0", "--memlock=0", "--",
    ];

    private ImmutableArray<string> Open(CheckoutFolders folders) =>
        ["--unshare-user", "--dev-bind", "/", "/", "--bind", Tree(folders).Value, folders.Workspace.Value];

    private ImmutableArray<string> Walls(SandboxCommand command, CheckoutFolders folders)
    {
        var home = place.Home;
        ImmutableArray<AbsolutePath> replaced = [home, new AbsolutePath("/tmp")];
        var masks = Masked.Select(m => new AbsolutePath(m)).Concat(place.Hidden)
            .Where(m => Directory.Exists(m.Value) && new DirectoryInfo(m.Value).LinkTarget is null && !replaced.Any(m.IsWithin))
            .Distinct().Order().ToImmutableArray();
        var unseen = masks.AddRange(replaced);
        var tree = Tree(folders).Value;
        var workspace = folders.Workspace;
        return
        [
            "--unshare-user", "--unshare-all", "--disable-userns", "--cap-drop", "ALL", "--new-session",
            .. SystemCallFilter.Program is null ? [] : (string[])["--seccomp", "9"],
            .. command.Network ? ImmutableArray.Create("--share-net") : [],
            "--ro-bind", "/", "/",
            "--dev", "/dev", "--bind", folders.Shared.Value, "/dev/shm", "--remount-ro", "/dev",

            // Root may write the kernel's settings even without any capability.
            "--proc", "/proc", "--remount-ro", "/proc",
            .. masks.SelectMany(m => new[] { "--tmpfs", m.Value }),
            "--bind", folders.Temporary.Value, "/tmp",
            "--bind", folders.Home.Value, home.Value,
            .. ToolFolders.Of(home, unseen, workspace, place.Variable).SelectMany(ReadOnly),
            command.Mode == SandboxMode.ReadOnly ? "--ro-bind" : "--bind", tree, workspace.Value,
            .. Guarded(folders).SelectMany(g => new[] { "--ro-bind", g.From, g.To }),
            .. place.Hidden.Where(h => h.IsWithin(workspace)).SelectMany(h => new[] { "--tmpfs", h.Value, "--remount-ro", h.Value }),
            .. OfRoot.Where(Path.Exists).SelectMany(Nothing),
            .. ListeningSockets.All().Where(s => !unseen.Add(workspace).Any(s.IsWithin)).SelectMany(s => Nothing(s.Value)),
            .. masks.SelectMany(m => new[] { "--remount-ro", m.Value }),
        ];
    }

    private static string[] ReadOnly(AbsolutePath path) => ["--ro-bind", path.Value, path.Value];

    private static string[] Nothing(string path) =>
        Directory.Exists(path) ? ["--tmpfs", path, "--remount-ro", path] : ["--ro-bind", "/dev/null", path];

    private AbsolutePath Tree(CheckoutFolders folders) => overlay ? folders.Merged : folders.Layer;

    /// <summary>Git's own files, the editors' and our configuration.</summary>
    private IEnumerable<(string From, string To)> Guarded(CheckoutFolders folders)
    {
        foreach (var entry in new DirectoryInfo(folders.Workspace.Value).EnumerateFileSystemInfos())
        {
            if (entry.LinkTarget is null && ProtectedNames.Forbidden(entry.Name) is not null)
            {
                // A copy is made without git's folder, which may be larger than all the rest.
                var from = overlay || entry.Name != ".git" ? Tree(folders).Append(entry.Name).Value : entry.FullName;
                yield return (from, entry.FullName);
            }
        }
    }

    private static string Id(long number) => number.ToString(CultureInfo.InvariantCulture);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "getegid")]
    private static partial uint EffectiveGroup();
}
