using CodexLsp.Host.Cli;
using CodexLsp.Host.Tests.Cli;
using CodexLsp.ModelServer;

namespace CodexLsp.Host.Tests.Security;

/// <summary>A model or its server sends without end: the command ends by itself, with an error and nothing written.</summary>
public sealed class ModelStreamTests : IDisposable
{
    private readonly TestCommandLine _cli = new();

    public ModelStreamTests() => _cli.Workspace.Write("notes.txt", "one\ntwo\n");

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData(FaultKind.Endless, "model.too-large")]
    [InlineData(FaultKind.GiantLine, "model.too-large")]
    [InlineData(FaultKind.DeepJson, "model.cut")]
    public async Task An_answer_without_bounds_is_given_up(FaultKind fault, string code)
    {
        var endless = new Answer { Text = new(new string('x', 200_000)), DeltaChars = 100_000, Fault = new Fault(fault, After: 1) };
        await using var model = await _cli.StartModelAsync(new Scenario([new Exchange { Then = endless }]));
        var outcome = await Deadline.Within(_cli.RunAsync("edit", "notes.txt:1-1", "shout", "--apply", "--json"), "the end of the answer");
        outcome.Fails(ExitCodes.Model, code);
        Assert.Equal("one\ntwo\n", _cli.Read("notes.txt"));
    }
}
