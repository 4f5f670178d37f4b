using CodexLsp.Host.Cli;

namespace CodexLsp.Host.Tests.Cli;

/// <summary>How a command line is read, and what is said of a wrong one.</summary>
public sealed class ArgumentTests : IDisposable
{
    private readonly TestCommandLine _cli = new();

    public ArgumentTests() => _cli.Workspace.Write("notes.txt", "one\ntwo\nthree");

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("notes.txt:4")]
    [InlineData("notes.txt:2-4")]
    [InlineData("notes.txt:0")]
    [InlineData("notes.txt:3-2")]
    public async Task Lines_outside_the_file_are_refused_with_its_line_count(string file)
    {
        (await _cli.RunAsync("edit", file, "shout", "--json")).Fails(ExitCodes.Usage, "usage.range").Says("has 3 lines");
        (await _cli.RunAsync("context", file)).Exits(ExitCodes.Usage).Says("has 3 lines");
    }

    [Theory]
    [InlineData("one\r\ntwo\r\n", 2)]
    [InlineData("one", 1)]
    [InlineData("", 1)]
    public async Task The_line_count_is_a_users(string text, int lines)
    {
        _cli.Workspace.Write("other.txt", text);
        (await _cli.RunAsync("edit", "other.txt:99", "shout")).Exits(ExitCodes.Usage).Says($"has {lines} line");
    }

    [Fact]
    public async Task A_file_that_is_not_there_or_a_folder_is_wrong_usage()
    {
        (await _cli.RunAsync("edit", "absent.txt:1", "shout", "--json")).Fails(ExitCodes.Usage, "usage.file").Says("absent.txt");
        Directory.CreateDirectory(_cli.Workspace["folder"]);
        (await _cli.RunAsync("edit", "folder", "shout", "--json")).Fails(ExitCodes.Usage, "usage.file");
    }

    [Theory]
    [InlineData("/etc/hostname")]
    [InlineData("../outside.txt")]
    public async Task A_file_outside_the_root_is_refused(string file) =>
        (await _cli.RunAsync("edit", file, "shout", "--json")).Fails(ExitCodes.Denied, "policy.outside").Says("--root");

    [Fact]
    public async Task Global_options_stand_before_or_after_the_command()
    {
        foreach (var arguments in new string[][] { ["--json", "--provider", "offline", "config"], ["config", "--json", "--provider", "offline"] })
        {
            var entries = (await _cli.RunAsync(arguments)).Exits(ExitCodes.Done).Json.GetProperty("entries").EnumerateArray();
            Assert.Equal("command line", entries.First(e => e.GetProperty("key").GetString() == "provider").GetProperty("source").GetString());
        }
    }

    [Theory]
    [InlineData("edit", "notes.txt:1", "shout", "--quickly")]
    [InlineData("edit", "notes.txt:1")]
    [InlineData("frobnicate")]
    [InlineData("config", "--provider")]
    [InlineData("config", "--log-level", "loud")]
    [InlineData("threads", "delete")]
    public async Task What_the_parser_does_not_know_is_wrong_usage(params string[] arguments)
    {
        var words = (await _cli.RunAsync(arguments)).Exits(ExitCodes.Usage).Says("--help");
        Assert.Equal("", words.Out);
        (await _cli.RunAsync([.. arguments, "--json"])).Exits(ExitCodes.Usage);
    }

    [Fact]
    public async Task Wrong_usage_is_an_error_object_too() =>
        (await _cli.RunAsync("--json", "edit", "notes.txt:1", "shout", "--quickly")).Fails(ExitCodes.Usage, "usage.arguments").Says("--quickly");

    [Fact]
    public async Task A_value_that_no_setting_has_is_wrong_usage() =>
        (await _cli.RunAsync("edit", "notes.txt:1", "shout", "--json", "--provider", "oracle")).Fails(ExitCodes.Usage, "usage.option").Says("provider");

    [Fact]
    public async Task An_empty_instruction_is_wrong_usage() =>
        (await _cli.RunAsync("edit", "notes.txt:1", " ", "--json")).Fails(ExitCodes.Usage, "usage.instruction");

    [Fact]
    public async Task Help_is_no_error()
    {
        (await _cli.RunAsync("--help")).Exits(ExitCodes.Done).Says("apply-patch").Says("--no-build");
        (await _cli.RunAsync("edit", "--help")).Exits(ExitCodes.Done).Says("--require-verified");
    }

    [Fact]
    public async Task The_root_is_the_git_top_of_the_current_folder()
    {
        Directory.CreateDirectory(_cli.Workspace[".git"]);
        _cli.Workspace.Write("src/deep/inner.txt", "inner\n");
        _cli.CurrentFolder = _cli.Workspace["src/deep"];
        await using var model = await _cli.StartModelAsync("```\nOUTER\n```");

        (await _cli.RunAsync("edit", "../../notes.txt:1-1", "shout", "--apply")).Exits(ExitCodes.Done);
        Assert.Equal("OUTER\ntwo\nthree", _cli.Read("notes.txt"));
    }

    [Fact]
    public async Task Without_git_the_root_is_the_current_folder()
    {
        _cli.Workspace.Write("src/inner.txt", "inner\n");
        _cli.CurrentFolder = _cli.Workspace["src"];
        (await _cli.RunAsync("edit", "../notes.txt:1-1", "shout", "--json")).Fails(ExitCodes.Denied, "policy.outside");
    }

    [Fact]
    public async Task A_root_that_is_named_wins_and_paths_stay_relative_to_the_current_folder()
    {
        Directory.CreateDirectory(_cli.Workspace[".git"]);
        _cli.Workspace.Write("src/inner.txt", "inner\n");
        await using var model = await _cli.StartModelAsync("```\nINNER\n```");
        (await _cli.RunAsync("--root", "src", "edit", "notes.txt:1-1", "shout", "--json")).Fails(ExitCodes.Denied, "policy.outside");
        (await _cli.RunAsync("--root", "src", "edit", "src/inner.txt:1-1", "shout", "--apply")).Exits(ExitCodes.Done);
        Assert.Equal("INNER\n", _cli.Read("src/inner.txt"));
        (await _cli.RunAsync("--root", "absent", "config", "--json")).Fails(ExitCodes.Usage, "usage.root").Says("absent");
    }

    [Theory]
    [InlineData("ask", "Why?", "-")]
    [InlineData("apply-patch")]
    [InlineData("verify", "--diff", "-")]
    public async Task A_command_that_waits_for_its_input_can_be_interrupted(params string[] arguments)
    {
        using var interrupt = new CancellationTokenSource();
        var input = new SilentInput();
        var running = _cli.RunAsync(input, arguments, interrupt.Token);
        await Deadline.Within(input.Waited, "a read of standard input");

        await interrupt.CancelAsync();

        (await Deadline.Within(running, "the interrupted command")).Exits(ExitCodes.Interrupted);
    }

    /// <summary>A terminal at which nobody types, or a pipe nobody writes to: a read of it cannot be cancelled.</summary>
    private sealed class SilentInput : TextReader
    {
        private readonly TaskCompletionSource _waited = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<int> _never = new();

        public Task Waited => _waited.Task;

        public override async Task<string> ReadToEndAsync(CancellationToken cancellationToken) => $"{await WaitAsync()}";

        public override async ValueTask<int> ReadBlockAsync(Memory<char> buffer, CancellationToken cancellationToken = default) => await WaitAsync();

        private Task<int> WaitAsync()
        {
            _waited.TrySetResult();
            return _never.Task;
        }
    }
}
