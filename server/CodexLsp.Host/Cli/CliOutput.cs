using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CodexLsp.Engine;
using CodexLsp.Engine.Policy;
using CodexLsp.Host.Conversion;
using CodexLsp.Host.Protocol;
using Proposal = CodexLsp.Engine.Edits.Proposal;

namespace CodexLsp.Host.Cli;

/// <summary>How a command answers: JSON on standard output with <c>--json</c>, words otherwise.</summary>
/// <param name="terminal">Where to.</param>
/// <param name="json">Whether JSON was asked for.</param>
internal sealed class CliOutput(Terminal terminal, bool json)
{
    public bool Json => json;

    public Terminal Terminal => terminal;

    /// <summary>Knows the secrets of this session, as soon as the session does.</summary>
    public Redactor Redactor { get; } = new();

    /// <summary>Writes one JSON object on one line.</summary>
    public void Write<T>(T value, JsonTypeInfo<T> type) => terminal.Out.WriteLine(JsonSerializer.Serialize(value, type));

    /// <summary>A proposal as it may be shown: what the model said is without secrets.</summary>
    public Proposal Redacted(Proposal proposal) => proposal with { Message = proposal.Message is { } words ? Redactor.Redact(words) : null };

    /// <summary>Says what failed, and that the proposal stands: it can be read and accepted by its id. Gives the exit code.</summary>
    public int Fail(Failure failure, Proposal waiting) =>
        Fail(failure with { Next = $"{failure.Next} The proposal waits: codex-lsp accept {waiting.Id}".TrimStart() });

    /// <summary>Says what failed and gives its exit code.</summary>
    public int Fail(Failure failure)
    {
        failure = failure with { Message = Redactor.Redact(failure.Message), Next = failure.Next is { } words ? Redactor.Redact(words) : null };
        if (json)
        {
            Write(new ErrorResult(ToWire.Error(failure)), WireJson.Default.ErrorResult);
        }
        else
        {
            terminal.Say($"error: {failure.Message}");
            if (failure.Next is { } next)
            {
                terminal.Say(next);
            }
        }

        return ExitCodes.Of(failure);
    }
}
