using System.CommandLine;
using System.Globalization;
using System.Numerics;
using CodexLsp.Engine.Checks;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Sandboxing;
using CodexLsp.Engine.Turns;
using CodexLsp.Host.Composition;

namespace CodexLsp.Host.Cli;

/// <summary>The options of a task: what it may do, how much it may take, what becomes of its change.</summary>
internal sealed class TurnOptions
{
    private static readonly Dictionary<string, ApprovalMode> Approvals = new(StringComparer.Ordinal)
    {
        ["suggest"] = ApprovalMode.Suggest,
        ["auto-edit"] = ApprovalMode.AutoEdit,
        ["full-auto"] = ApprovalMode.FullAuto,
    };

    private static readonly Dictionary<string, SandboxMode> Sandboxes = new(StringComparer.Ordinal)
    {
        ["read-only"] = SandboxMode.ReadOnly,
        ["workspace-write"] = SandboxMode.WorkspaceWrite,
        ["danger-full-access"] = SandboxMode.DangerFullAccess,
    };

    private readonly Option<string?> _approval = OneOf(
        "--approval", Approvals.Keys, "What happens without a question: suggest shows the change, auto-edit writes a verified one, full-auto runs commands in the sandbox, too.");

    private readonly Option<string?> _sandbox = OneOf("--sandbox", Sandboxes.Keys, "What commands and edits may do.");

    private readonly Option<bool> _apply = new("--apply") { Description = "Write the change, unless it does not compile." };

    private readonly Option<bool> _requireVerified = new("--require-verified") { Description = "Exit 1 unless the compiler agreed." };

    private readonly Option<double?> _minutes = Most<double>("--max-minutes", "Minutes it may take, such as 0.5.");

    private readonly Option<long?> _tokens = Most<long>("--max-tokens", "Tokens it may send and receive.");

    private readonly Option<int?> _requests = Most<int>("--max-requests", "Requests to the model.");

    private readonly Option<decimal?> _cost = Most<decimal>("--max-cost", "US dollars.");

    private readonly Option<string?> _tests = new("--test-command") { HelpName = "C", Description = "The command that runs the tests, instead of the one found." };

    private readonly Option<string[]> _allow = Globs("--allow", "Only files that match may be changed.");

    private readonly Option<string[]> _exclude = Globs("--exclude", "Files that match are not changed.");

    /// <summary>Adds all of them.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _approval, _sandbox, _apply, _requireVerified, _minutes, _tokens, _requests, _cost, _tests, _allow, _exclude })
        {
            command.Add(option);
        }
    }

    /// <summary>A run that ends as is said here.</summary>
    public TurnRun RunOf(CliSession session, ParseResult parsed) => new(session)
    {
        Apply = parsed.GetValue(_apply),
        RequireVerified = parsed.GetValue(_requireVerified),
    };

    /// <summary>The order with what is said here.</summary>
    public TurnOrder Complete(TurnOrder order, ParseResult parsed) => order with
    {
        Rights = new TurnRights
        {
            Approval = parsed.GetValue(_approval) is { } approval ? Approvals[approval] : null,
            Sandbox = parsed.GetValue(_sandbox) is { } sandbox ? Sandboxes[sandbox] : null,
            Allowed = [.. parsed.GetValue(_allow) ?? []],
            Excluded = [.. parsed.GetValue(_exclude) ?? []],
        },
        Budget = new Budget(parsed.GetValue(_tokens), parsed.GetValue(_minutes), parsed.GetValue(_requests), parsed.GetValue(_cost)),
        TestCommand = CommandText.Argv(parsed.GetValue(_tests) ?? ""),
    };

    private static Option<string?> OneOf(string name, IEnumerable<string> words, string description) =>
        new Option<string?>(name) { Description = description }.AcceptOnlyFromAmong([.. words]);

    // Several behind one name, as a shell expands a pattern; a quoted one stays a glob.
    private static Option<string[]> Globs(string name, string description) =>
        new(name) { HelpName = "GLOB", Description = description, AllowMultipleArgumentsPerToken = true, Arity = ArgumentArity.OneOrMore };

    // The library takes a comma for the thousands: 0,3 minutes would be three.
    private static Option<T?> Most<T>(string name, string description)
        where T : struct, INumber<T> => new(name)
        {
            HelpName = "N",
            Description = description,
            CustomParser = result =>
            {
                if (T.TryParse(result.Tokens[0].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > T.Zero && T.IsFinite(number))
                {
                    return number;
                }

                result.AddError($"{name} takes a number above zero, written with a point where it has one, not '{result.Tokens[0].Value}'.");
                return null;
            },
        };
}
