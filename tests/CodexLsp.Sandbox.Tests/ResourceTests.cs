using System.Diagnostics;
using System.Globalization;
using CodexLsp.Engine.Sandboxing;

namespace CodexLsp.Sandbox.Tests;

/// <summary>Commands that take what they can, or do not want to end.</summary>
public sealed class ResourceTests : SandboxTest
{
    [Fact]
    public async Task A_fork_bomb_is_bounded_and_ends()
    {
        await OpenAsync(Limits with { Processes = 100 });
        var marker = $"{Guid.NewGuid():N}";

        var run = await Shell("i=0; while [ $i -lt 400 ]; do (exec -a $1 sleep 1000) & i=$((i+1)); done; ls -d /proc/[0-9]* | wc -l; ls -d /proc/[0-9]* | wc -l", marker);

        Assert.DoesNotMatch("(?m)^(1[1-9][0-9]|[2-9][0-9][0-9])$", run.Output);
        Assert.Equal(0, Living("sleep 1000 " + marker));
    }

    [Fact]
    public async Task The_groups_that_bound_a_command_go_with_the_checkout()
    {
        await Shell("sleep 1000 & sleep 1000 & true");
        var groups = Checkout.Group.Doors.Select(d => Path.GetDirectoryName(d)!).ToArray();
        Assert.All(groups, g => Assert.True(Directory.Exists(g), g));

        await Checkout.DisposeAsync();

        Assert.All(groups, g => Assert.False(Directory.Exists(g), g));
    }

    [Fact]
    public async Task A_child_that_left_its_session_ends_with_the_command()
    {
        var marker = $"1000.{Random.Shared.Next(100_000, 999_999)}";

        var run = await Shell("setsid sleep $1 & (setsid sh -c \"nohup sleep $1 & exit\" &) ; sleep 0.2; echo started", marker);

        Assert.EndsWith("started\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, Living(marker));
    }

    [Fact]
    public async Task A_command_that_never_ends_is_ended_with_all_it_started()
    {
        var marker = $"1000.{Random.Shared.Next(100_000, 999_999)}";

        var run = await Run(c => c with { Timeout = TimeSpan.FromSeconds(1) }, "sh", "-c", "trap '' TERM INT HUP; setsid sleep $1 & sleep $1", "sh", marker);

        Assert.Equal((null, true), (run.ExitCode, run.TimedOut));
        Assert.Equal(0, Living(marker));
    }

    [Fact]
    public async Task Memory_is_bounded()
    {
        await OpenAsync(Limits with { Memory = 256L << 20 });

        var run = await Run("perl", "-e", "my @a; push @a, 'x' x (16 << 20) for 1..64; print 'SURVIVED'");

        Assert.NotEqual(0, run.ExitCode);
        Assert.DoesNotContain("SURVIVED", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shared_memory_is_a_folder_like_any_other()
    {
        await OpenAsync(Limits with { Disk = 32L << 20 });

        var run = await Shell("while true; do head -c 8000000 /dev/zero >> /dev/shm/big || exit 1; done");

        Assert.Contains("wrote more than", run.Exceeded, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/tmp")]
    [InlineData("~")]
    [InlineData(".")]
    public async Task A_flood_on_the_disk_is_stopped(string place)
    {
        await OpenAsync(Limits with { Disk = 32L << 20 });

        var run = await Shell($"i=0; while true; do head -c 4000000 /dev/zero > {place}/$i || exit 1; i=$((i+1)); done");

        Assert.Equal((null, "It was ended because it wrote more than 32 MB to the disk."), (run.ExitCode, run.Exceeded));
    }

    [Fact]
    public async Task One_file_is_bounded()
    {
        await OpenAsync(Limits with { File = 1L << 20 });

        var run = await Shell("head -c 2000000 /dev/zero > big; stat -c %s big");

        Assert.EndsWith("1048576\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/home")]
    [InlineData("/run")]
    [InlineData("/dev")]
    [InlineData("/var/tmp")]
    public async Task Hidden_folders_hold_nothing_and_take_nothing(string place)
    {
        var run = await Shell($"echo x > {place}/file && echo WROTE");

        Assert.DoesNotContain("WROTE", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flood_of_output_is_cut()
    {
        var run = await Run(c => c with { OutputLimit = 1000 }, "sh", "-c", "yes | head -c 50000000");

        Assert.Equal((0, 1000, true), (run.ExitCode, run.Output.Length, run.Truncated));
    }

    [Fact]
    public async Task Processes_of_the_user_can_be_neither_seen_nor_ended_nor_traced()
    {
        using var outside = Process.GetCurrentProcess();
        var id = outside.Id.ToString(CultureInfo.InvariantCulture);

        var run = await Shell("kill -9 $1 && echo ESCAPED; kill -9 -1; cat /proc/$1/environ && echo ESCAPED; ls -d /proc/[0-9]* | wc -l", id);

        Assert.DoesNotContain("ESCAPED", run.Output, StringComparison.Ordinal);
        Assert.False(outside.HasExited);
    }

    [Fact]
    public async Task A_terminal_of_the_user_cannot_be_typed_into()
    {
        // TIOCSTI works on the terminal of one's session: the command has a session of its own, and that has none.
        var run = await Shell("cut -d ' ' -f 6 /proc/self/stat; (: < /dev/tty) && echo TERMINAL");

        Assert.NotEqual("0", run.Output.Split('\n')[0]);
        Assert.DoesNotContain("TERMINAL", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_rights_are_held_and_none_can_be_gained()
    {
        var run = await Shell("grep -E '^(CapEff|CapPrm|CapBnd|NoNewPrivs)' /proc/self/status; cp /bin/sh own; chmod u+s own; su -c true nobody && echo ESCAPED; true");

        Expect.Text(
            string.Join('\n', run.Output.Split('\n').Take(4)),
            """
            CapPrm:	0000000000000000
            CapEff:	0000000000000000
            CapBnd:	0000000000000000
            NoNewPrivs:	1
            """);
        Assert.DoesNotContain("ESCAPED", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_our_environment_is_found_there()
    {
        Environment.SetEnvironmentVariable("OPENAI_API_KEY", Secret);
        try
        {
            var run = await Shell("env; for p in /proc/[0-9]*; do tr '\\0' '\\n' < $p/environ; done; echo $HOME");

            Assert.DoesNotContain(Secret, run.Output, StringComparison.Ordinal);
            Assert.EndsWith($"\n{Home.Value}\n", run.Output, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("OPENAI_API_KEY", null);
        }
    }

    [Fact]
    public async Task Read_only_refuses_a_write_and_reads()
    {
        var run = await Run(c => c with { Mode = SandboxMode.ReadOnly }, "sh", "-c", "cat notes.txt; echo mine > notes.txt || echo refused; echo mine > new.txt || echo refused");

        Assert.Matches("(?s)^as it was\n.*refused.*refused", run.Output);
    }

    private Task OpenAsync(SandboxLimits limits)
    {
        Limits = limits;
        return OpenAsync();
    }

    /// <summary>How many processes of this machine have the marker on their command line.</summary>
    private static int Living(string marker) => Directory.EnumerateDirectories("/proc").Count(folder =>
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ').Contains(marker, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No process, or one that has just ended.
            return false;
        }
    });
}
