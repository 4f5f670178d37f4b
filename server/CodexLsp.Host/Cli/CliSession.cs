using System.CommandLine;
using CodexLsp.CSharp.Loading;
using CodexLsp.Engine;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Turns;
using CodexLsp.Host.Composition;
using CodexLsp.Host.Configuration;
using CodexLsp.Host.Serving;

namespace CodexLsp.Host.Cli;

/// <summary>One command's session: the root, what is configured, and the assistant.</summary>
internal sealed class CliSession : IAsyncDisposable
{
    private readonly SessionLog _log;
    private readonly bool _inJson;
    private Assistant? _assistant;

    private CliSession(AbsolutePath folder, AbsolutePath current, ServerSurroundings surroundings, EffectiveConfiguration configuration, bool trusted, CliOutput output, bool json)
    {
        Folder = folder;
        CurrentFolder = current;
        Surroundings = surroundings;
        Configuration = configuration;
        Output = output;
        _log = surroundings.Log;
        _inJson = json;
        Snapshot = Snapshot.Empty with { Folders = [folder], Trusted = trusted };
    }

    /// <summary>The root: <c>--root</c>, else the git top, else the current folder.</summary>
    public AbsolutePath Folder { get; }

    public AbsolutePath CurrentFolder { get; }

    public ServerSurroundings Surroundings { get; }

    public EffectiveConfiguration Configuration { get; }

    public CliOutput Output { get; }

    /// <summary>The disk as it is: nothing is open. The command line is trusted for its root, unless told not to build.</summary>
    public Snapshot Snapshot { get; }

    public Assistant Assistant => _assistant ??= new Assistant(Surroundings.Folders, Surroundings.Variable, Surroundings.Time, _log);

    public static Outcome<CliSession> Open(ParseResult parsed, GlobalOptions options, CliSurroundings cli, CliOutput output)
    {
        var folder = parsed.GetValue(options.Root) is { } root
            ? new AbsolutePath(Path.Combine(cli.CurrentFolder.Value, root))
            : GitTop(cli.CurrentFolder) ?? cli.CurrentFolder;
        if (!Directory.Exists(folder.Value))
        {
            return new Failure("usage.root", $"There is no folder {folder.Value}.", "Name an existing folder with --root.");
        }

        var commandLine = ConfigurationLayer.Of("command line",
        [
            (ConfigurationKeys.Provider, parsed.GetValue(options.Provider)),
            (ConfigurationKeys.Model, parsed.GetValue(options.Model)),
            (ConfigurationKeys.Effort, parsed.GetValue(options.Effort)),
            (ConfigurationKeys.Solution, parsed.GetValue(options.Solution) is { } s ? Path.Combine(cli.CurrentFolder.Value, s) : null),
        ]);
        if (commandLine.Warnings is [var wrong, ..])
        {
            return new Failure("usage.option", wrong, "See codex-lsp --help.");
        }

        AbsolutePath? configFile = parsed.GetValue(options.Config) is { } file ? new AbsolutePath(Path.Combine(cli.CurrentFolder.Value, file)) : null;
        if (configFile is { } named && !File.Exists(named.Value))
        {
            return new Failure("usage.config", $"There is no configuration file {named.Value}.", "Check --config.");
        }

        var folders = StandardFolders.From(cli.Variable);
        var log = new SessionLog(folders.State.Append("logs"), parsed.GetValue(options.LogLevel), output.Redactor, cli.Time);
        var surroundings = new ServerSurroundings(folders, cli.Variable, cli.Time, log, commandLine, configFile);
        var configuration = surroundings.Configuration(null, [folder]);
        foreach (var warning in configuration.Warnings)
        {
            output.Terminal.Say($"warning: {warning}");
        }

        return new CliSession(
            folder, cli.CurrentFolder, surroundings, configuration, !parsed.GetValue(options.NoBuild), output, parsed.GetValue(options.Json));
    }

    /// <summary>The place an argument names; a failure says how many lines the file has.</summary>
    public Outcome<EditPlace> Place(string argument)
    {
        var named = FileArgument.Parse(argument);
        var path = new AbsolutePath(Path.Combine(CurrentFolder.Value, named.Path));
        if (!path.IsWithin(Folder))
        {
            return new Failure("policy.outside", $"{path.Value} is outside the root {Folder.Value}.", "Name a file inside it, or another --root.");
        }

        if (Directory.Exists(path.Value))
        {
            return new Failure("usage.file", $"{path.Value} is a folder.", "Name a file in it.");
        }

        if (Snapshot.Read(path) is not { } read)
        {
            return new Failure("usage.file", $"There is no file {path.Value}.", $"Paths are relative to {CurrentFolder.Value}.");
        }

        var (span, failure) = named.Span(read.Text);
        return failure is null ? new EditPlace(Snapshot, Folder, path, read.Text, span) : failure;
    }

    /// <summary>The place an argument names in code that is compiled: a failure, too, when nobody can say with which solution.</summary>
    public Outcome<EditPlace> PlaceOfCode(string argument)
    {
        var place = Place(argument);
        return place.Succeeded && SolutionProblem(place.Value.Path) is { } unclear ? unclear : place;
    }

    /// <summary>Why nobody can say which solution a file, or a folder, is compiled with; null when it is clear, be it that there is none.</summary>
    public Failure? SolutionProblem(AbsolutePath path)
    {
        if (!Snapshot.Trusted || (path != Folder && !Assistant.KnowsLanguageOf(path)))
        {
            return null;
        }

        var configured = Configuration.Text(ConfigurationKeys.Solution);
        return SolutionDiscovery.Find(path, Folder, configured) switch
        {
            SolutionChoice.Ambiguous ambiguous => new Failure("usage.solution", ambiguous.Message),
            SolutionChoice.None none when configured.Length > 0 => new Failure("usage.solution", none.Reason, "Correct --solution, or the setting `solution`."),
            _ => null,
        };
    }

    /// <summary>A question or a task of this session.</summary>
    public TurnOrder Order(TurnMode mode, IEnumerable<Input> input, string? threadId = null) => new()
    {
        ThreadId = threadId,
        Mode = mode,
        Input = [.. input],
        Snapshot = Snapshot,
        Folder = Folder,
    };

    /// <summary>Runs one edit, telling the user what happens.</summary>
    public Task<Outcome<Proposal>> ProposeAsync(EditOrder order, CancellationToken cancellationToken)
    {
        SayTrust();
        return Assistant.ProposeAsync(order, Configuration, () => Snapshot, Report, cancellationToken);
    }

    /// <summary>Writes a proposal to disk; refused while nobody can read what the user forbade.</summary>
    public async Task<Decision> AcceptAsync(string proposalId, bool inAdvance, CancellationToken cancellationToken) => Configuration.Problem is { } unreadable
        ? new Decision(false, [], null, null, unreadable)
        : await Assistant.Review(Configuration, Snapshot).AcceptAsync(
            new ProposalAcceptance(proposalId, null, [], inAdvance), () => Snapshot, Assistant.DiskWriter(Configuration, Snapshot), cancellationToken);

    /// <summary>Writes a task's change where that was chosen in advance; null where it waits.</summary>
    public Task<Decision?> AcceptInAdvanceAsync(Turn turn, Proposal proposal, TurnOrder order, IApprover approver, CancellationToken cancellationToken) =>
        Assistant.AcceptInAdvanceAsync(
            turn, proposal, order, Configuration, () => Snapshot, Assistant.DiskWriter(Configuration, Snapshot), approver, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_assistant is not null)
        {
            await _assistant.DisposeAsync();
        }

        _log.Dispose();
    }

    /// <summary>Says what being trusted means, to a person.</summary>
    public void SayTrust()
    {
        if (_inJson)
        {
            return;
        }

        var words = Snapshot.Trusted
            ? $"{Folder.Value} is trusted: its build logic runs to load the solution (--no-build keeps it from running)."
            : "Nothing is built: the change is not checked.";
        Output.Terminal.Say(words);
    }

    private void Report(TurnEvent happened)
    {
        if (_inJson)
        {
            return;
        }

        switch (happened)
        {
            case TurnEvent.Retrying retrying:
                Output.Terminal.Say($"{retrying.Reason} Trying again in {retrying.Delay.TotalSeconds:0.#} s.");
                break;
            case TurnEvent.Stage { Reached: EditStage.Repair }:
                Output.Terminal.Say("The first answer does not compile; asking the model to mend it with the compiler's words.");
                break;
            default:
                break;
        }
    }

    // A worktree's .git is a file.
    private static AbsolutePath? GitTop(AbsolutePath from)
    {
        for (AbsolutePath? folder = from; folder is { } here; folder = here.Parent)
        {
            if (Path.Exists(here.Append(".git").Value))
            {
                return here;
            }
        }

        return null;
    }
}
