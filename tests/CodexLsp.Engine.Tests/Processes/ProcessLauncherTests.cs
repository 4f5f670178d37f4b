using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Processes;

namespace CodexLsp.Engine.Tests.Processes;

public sealed class ProcessLauncherTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ProcessLauncher _launcher = new(TimeProvider.System);

    [Fact]
    public async Task Output_and_exit_code_are_returned()
    {
        var result = Assert.IsType<ProcessResult.Exited>(await Run("echo out; echo err >&2; exit 3"));

        Assert.Equal((3, "out\n", "err\n", false), (result.ExitCode, result.Output, result.Error, result.Truncated));
    }

    [Fact]
    public async Task Arguments_arrive_as_they_are()
    {
        string[] odd = ["a b", "\"quoted\"", "$(echo no)", "", "ü€😀"];
        var request = new ProcessRequest("/bin/sh", ["-c", "printf '%s|' \"$@\"", "sh", .. odd], new AbsolutePath(_folder.Path));

        var result = Assert.IsType<ProcessResult.Exited>(await _launcher.RunAsync(request, Deadline.Token()));

        Assert.Equal(string.Concat(odd.Select(a => a + "|")), result.Output);
    }

    [Fact]
    public async Task Standard_input_is_what_was_given_and_ends()
    {
        var result = Assert.IsType<ProcessResult.Exited>(await Run("cat; echo end", r => r with { StandardInput = "words " }));

        Assert.Equal("words end\n", result.Output);
    }

    [Fact]
    public async Task A_process_that_does_not_read_its_input_is_no_error()
    {
        var result = await Run("exit 0", r => r with { StandardInput = new string('x', 1 << 20) });

        Assert.Equal(0, Assert.IsType<ProcessResult.Exited>(result).ExitCode);
    }

    [Fact]
    public async Task Environment_is_laid_over_ours_and_null_takes_away()
    {
        var overlay = ImmutableDictionary<string, string?>.Empty.Add("CODEX_TEST", "1").Add("HOME", null);

        var result = Assert.IsType<ProcessResult.Exited>(await Run("echo $CODEX_TEST-${HOME-gone}-${PATH:+kept}", r => r with { Environment = overlay }));

        Assert.Equal("1-gone-kept\n", result.Output);
    }

    [Fact]
    public async Task Output_over_the_limit_is_read_and_dropped()
    {
        var result = Assert.IsType<ProcessResult.Exited>(await Run("head -c 300000 /dev/zero | tr '\\0' x", r => r with { OutputLimit = 10 }));

        Assert.Equal(("xxxxxxxxxx", true), (result.Output, result.Truncated));
    }

    [Fact]
    public async Task An_absent_program_is_an_outcome()
    {
        var result = await _launcher.RunAsync(new ProcessRequest(_folder["nothing"], [], new AbsolutePath(_folder.Path)), Deadline.Token());

        Assert.NotEmpty(Assert.IsType<ProcessResult.NotStarted>(result).Reason);
    }

    [Fact]
    public async Task A_program_of_the_current_folder_is_not_what_a_name_means()
    {
        var planted = $"unshare-{Guid.NewGuid():N}";
        try
        {
            File.WriteAllText(planted, "#!/bin/sh\necho OWNED\n");
            await Run($"chmod +x '{Path.GetFullPath(planted)}'");

            var result = await _launcher.RunAsync(new ProcessRequest(planted, [], new AbsolutePath(Environment.CurrentDirectory)), Deadline.Token());

            Assert.Equal($"there is no {planted} on the PATH", Assert.IsType<ProcessResult.NotStarted>(result).Reason);
        }
        finally
        {
            File.Delete(planted);
        }
    }

    [Fact]
    public async Task A_relative_path_is_seen_from_the_working_directory()
    {
        _folder.Write("bin/say", "#!/bin/sh\necho said\n");
        await Run("chmod +x bin/say");

        var result = await _launcher.RunAsync(new ProcessRequest("./bin/say", [], new AbsolutePath(_folder.Path)), Deadline.Token());

        Assert.Equal("said\n", Assert.IsType<ProcessResult.Exited>(result).Output);
    }

    [Fact]
    public async Task A_late_process_is_ended_with_its_children()
    {
        var childGone = await WatchChild();

        var result = await Run("sleep 1000 > alive & wait", r => r with { Timeout = TimeSpan.FromSeconds(1) });

        Assert.IsType<ProcessResult.TimedOut>(result);
        await Deadline.Within(childGone, "the child to end");
    }

    [Fact]
    public async Task Cancel_ends_the_whole_tree_and_throws()
    {
        var childGone = await WatchChild();
        Assert.Equal(0, Assert.IsType<ProcessResult.Exited>(await Run("mkfifo ready")).ExitCode);
        using var source = new CancellationTokenSource();
        var run = _launcher.RunAsync(Shell("sleep 1000 > alive & echo > ready; wait"), source.Token);
        await Deadline.Within(Read("ready"), "the child to start");

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Deadline.Within(run, "the cancelled process to end"));
        await Deadline.Within(childGone, "the child to end");
    }

    [Fact]
    public async Task A_grandchild_that_keeps_the_pipe_open_does_not_hold_the_answer()
    {
        var result = Assert.IsType<ProcessResult.Exited>(await Run("sleep 1000 & echo $!"));

        using var left = Process.GetProcessById(int.Parse(result.Output, CultureInfo.InvariantCulture));
        left.Kill();
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Ends when the child that holds the pipe <c>alive</c> has ended, whoever ended it.</summary>
    private async Task<Task> WatchChild()
    {
        Assert.Equal(0, Assert.IsType<ProcessResult.Exited>(await Run("mkfifo alive")).ExitCode);
        return Read("alive");
    }

    // Opening a named pipe waits for its other end.
    private Task<string> Read(string pipe) => Task.Run(() => File.ReadAllText(_folder[pipe]));

    private Task<ProcessResult> Run(string script, Func<ProcessRequest, ProcessRequest>? change = null) =>
        Deadline.Within(_launcher.RunAsync((change ?? (r => r))(Shell(script)), Deadline.Token()), "the process to end");

    private ProcessRequest Shell(string script) => new("/bin/sh", ["-c", script], new AbsolutePath(_folder.Path));
}
