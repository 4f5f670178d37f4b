using CodexLsp.Host.Cli;
using CodexLsp.Host.Tests.Cli;
using CodexLsp.ModelServer;

namespace CodexLsp.Host.Tests.Security;

/// <summary>What a model or a file wrote does nothing to the terminal it is shown in.</summary>
public sealed class TerminalOutputTests : IDisposable
{
    // A title, an overwritten line, a right-to-left override and a tag character.
    private const string Evil = "\u001b]0;owned\u0007safe\rrm -rf \u202Etxt.exe\U000E0041";

    private readonly TestCommandLine _cli = new();

    public TerminalOutputTests() => _cli.Workspace.Write("notes.txt", "one\r\ntwo\r\n");

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_diff_in_a_terminal_shows_control_characters_instead_of_obeying_them()
    {
        _cli.IsTerminal = true;
        await using var model = await _cli.StartModelAsync($"```\n{Evil}\n```");
        var shown = (await _cli.RunAsync("edit", "notes.txt:1-1", "shout")).Exits(ExitCodes.Done);
        Assert.Contains("\u001b[32m+\\u{001b}]0;owned\\u{0007}safe", shown.Out, StringComparison.Ordinal);
        Assert.Contains("\\u{202e}txt.exe\\u{e0041}", shown.Out, StringComparison.Ordinal);
        AssertHarmless(shown.Out.Replace("\u001b[31m", "", StringComparison.Ordinal).Replace("\u001b[32m", "", StringComparison.Ordinal)
            .Replace("\u001b[36m", "", StringComparison.Ordinal).Replace("\u001b[0m", "", StringComparison.Ordinal));
        Assert.Contains("\u001b[31m-one\u001b[0m\n", shown.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_diff_that_is_piped_is_exact()
    {
        await using var model = await _cli.StartModelAsync("```\n\u001b[1mONE\n```");
        var piped = (await _cli.RunAsync("edit", "notes.txt:1-1", "shout")).Exits(ExitCodes.Done).Out;
        Assert.Contains("-one\r\n+\u001b[1mONE\r\n", piped, StringComparison.Ordinal);
        (await _cli.RunWithInputAsync(piped, "apply-patch")).Exits(ExitCodes.Done);
        Assert.Equal("\u001b[1mONE\r\ntwo\r\n", _cli.Read("notes.txt"));
    }

    [Fact]
    public async Task A_models_words_are_harmless_wherever_they_go()
    {
        await using var model = await _cli.StartModelAsync(Scenario.Of(
            new Answer { Status = 400, Error = new VendorError(Evil) }));
        AssertHarmless((await _cli.RunAsync("edit", "notes.txt:1-1", "shout")).Exits(ExitCodes.Model).Error);
    }

    [Fact]
    public async Task A_file_shown_as_context_is_harmless_in_a_terminal()
    {
        _cli.IsTerminal = true;
        _cli.Workspace.Write("evil.txt", Evil + "\n");
        AssertHarmless((await _cli.RunAsync("context", "evil.txt")).Exits(ExitCodes.Done).Out);
    }

    private static void AssertHarmless(string text) => Assert.DoesNotContain(text, c => c is not '\n' and not '\t' && (char.IsControl(c) || c == '\u202E' || char.IsSurrogate(c)));
}
