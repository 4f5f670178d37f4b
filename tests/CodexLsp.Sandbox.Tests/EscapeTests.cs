using System.Globalization;
using CodexLsp.Engine.Processes;
using CodexLsp.Engine.Sandboxing;

namespace CodexLsp.Sandbox.Tests;

/// <summary>Attempts to leave the sandbox by what the kernel offers: each says ESCAPED where it succeeds.</summary>
public sealed class EscapeTests : SandboxTest
{
    private const string Syscalls = "import ctypes, os, socket, sys; libc = ctypes.CDLL(None, use_errno=True); call = libc.syscall; arm = os.uname().machine == 'aarch64'";

    [Theory]
    [InlineData("for f in $(find /sys/fs/cgroup -name cgroup.procs 2>/dev/null); do (echo $$ > $f) 2>/dev/null && echo ESCAPED $f; done")]
    [InlineData("for d in /sys/fs/cgroup /sys/fs/cgroup/*; do mkdir $d/mine 2>/dev/null && echo ESCAPED $d; done")]
    [InlineData("nsenter -t 1 -a true && echo ESCAPED; nsenter -t 1 -m true && echo ESCAPED; nsenter -t 1 -U true && echo ESCAPED; nsenter -t 1 -n true && echo ESCAPED")]
    [InlineData("chroot / true && echo ESCAPED; mkdir -p a/b; pivot_root a a/b && echo ESCAPED; hostname mine && echo ESCAPED; date -s 2001-01-01 && echo ESCAPED")]
    [InlineData("prlimit --pid $$ --fsize=unlimited && echo ESCAPED; prlimit --pid $$ --data=unlimited && echo ESCAPED; ulimit -c unlimited && echo ESCAPED")]
    [InlineData("ls /proc/1/root/ /proc/1/cwd/ > /tmp/list 2>/dev/null; grep -q outside /tmp/list && echo ESCAPED; cat /proc/1/mem > /dev/null 2>&1 && echo ESCAPED; cat /proc/kcore | head -c 1 | grep -q . && echo ESCAPED")]
    [InlineData("cut -d ' ' -f 5,6 /proc/self/mountinfo | grep -v '^/dev/' | grep -vE 'nosuid.*nodev' | sed 's/^/ESCAPED /'")]
    [InlineData("for s in sudo su pkexec newuidmap mount fusermount fusermount3 ssh-keysign dbus-daemon-launch-helper; do p=$(command -v $s) && [ -u $p ] && timeout 2 $p -c id 2>/dev/null | grep -q 'uid=0' && [ $(id -u) != 0 ] && echo ESCAPED; done; true")]
    [InlineData("ln /etc/passwd mine && echo ESCAPED; ln \"$OUTSIDE/file.txt\" mine && echo ESCAPED; ln ~/../outside/file.txt mine && echo ESCAPED")]
    [InlineData("mv \"$OUTSIDE/file.txt\" . && echo ESCAPED; rm -f \"$OUTSIDE/file.txt\" && echo ESCAPED; touch \"$OUTSIDE/file.txt\" && echo ESCAPED; chmod 777 \"$OUTSIDE\" && echo ESCAPED; : >> \"$OUTSIDE/file.txt\" && echo ESCAPED")]
    [InlineData("exec 3<> \"$OUTSIDE/file.txt\" && echo ESCAPED; truncate -s 0 \"$OUTSIDE/file.txt\" && echo ESCAPED; python3 -c \"import os; os.utime('$OUTSIDE/file.txt', (1, 1))\" && echo ESCAPED; setfattr -n user.x -v y \"$OUTSIDE/file.txt\" && echo ESCAPED")]
    [InlineData("mv .git .g && echo ESCAPED; ln -sfn /tmp .git && [ -L .git ] && echo ESCAPED; mv .vscode .v && echo ESCAPED; mv .codex-lsp.json x && echo ESCAPED; ln -f notes.txt .codex-lsp.json && echo ESCAPED")]
    [InlineData("cd .. && mv project other && echo ESCAPED; cd / && rmdir \"$WORKSPACE\" && echo ESCAPED; mount --move \"$WORKSPACE\" /mnt && echo ESCAPED; umount -l \"$WORKSPACE/.git\" && echo ESCAPED")]
    [InlineData("setfattr -n user.overlay.opaque -v y . && rm notes.txt; setfattr -n trusted.overlay.redirect -v /etc . && echo ESCAPED; getfattr -d -m - . 2>/dev/null | grep -q redirect && echo ESCAPED; true")]
    [InlineData("dmesg -C && echo ESCAPED; dmesg -n 1 && echo ESCAPED; sysctl -w kernel.hostname=mine && echo ESCAPED; modprobe dummy && echo ESCAPED; insmod notes.txt && echo ESCAPED; losetup -f notes.txt && echo ESCAPED; swapon notes.txt && echo ESCAPED")]
    [InlineData("for d in /mnt /media /run /var/spool /var/tmp; do [ -n \"$(ls -A $d 2>/dev/null)\" ] && echo ESCAPED $d; done; true")]
    [InlineData("renice -n -20 $$ && echo ESCAPED; chrt -f 99 true && echo ESCAPED; ionice -c 1 true && echo ESCAPED; true")]
    public async Task Nothing_leads_out(string script)
    {
        var run = await Shell($"OUTSIDE='{At("outside").Value}'; WORKSPACE='{Workspace.Value}'; {script}");

        Assert.DoesNotContain("ESCAPED", run.Output, StringComparison.Ordinal);
        Assert.Equal("as it was\n", Read("outside/file.txt"));
        Assert.Equal("as it was\n", Read("home/project/notes.txt"));
    }

    [Theory]
    [InlineData("call(217 if arm else 248, b'user', b'mine', b'secret', 6, -3) > 0 and print('ESCAPED add_key')")]
    [InlineData("call(219 if arm else 250, 0, -3, 1) > 0 and print('ESCAPED session keyring')")]
    [InlineData("call(425, 8, ctypes.create_string_buffer(120)) >= 0 and print('ESCAPED io_uring')")]
    [InlineData("call(0x40000000 | 250, 0, -3, 1) > 0 and print('ESCAPED by another calling convention')")]
    [InlineData("b = ctypes.create_string_buffer(8); call(270 if arm else 310, 1, b, 1, b, 1, 0) > 0 and print('ESCAPED process_vm_readv')")]
    [InlineData("call(280 if arm else 321, 5, b'\\0' * 128, 128) >= 0 and print('ESCAPED bpf')")]
    [InlineData("call(265 if arm else 304, -100, b'\\0' * 128, 0) >= 0 and print('ESCAPED open_by_handle_at')")]
    [InlineData("call(268 if arm else 308, os.open('/proc/1/ns/mnt', 0), 0) == 0 and print('ESCAPED setns')")]
    [InlineData("call(220 if arm else 56, 0x10000000 | 17, 0, 0, 0, 0) >= 0 and print('ESCAPED clone newuser')")]
    [InlineData("call(142 if arm else 169, 0xfee1dead, 672274793, 0x01234567, 0) == 0 and print('ESCAPED reboot')")]
    [InlineData("s = socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM); print('ESCAPED vsock')")]
    [InlineData("s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW); print('ESCAPED packet')")]
    [InlineData("s = socket.socket(socket.AF_INET, socket.SOCK_RAW, 1); print('ESCAPED raw')")]
    [InlineData("s = socket.socket(31, socket.SOCK_RAW, 1); print('ESCAPED bluetooth')")]
    [InlineData("s = socket.socket(38, socket.SOCK_SEQPACKET); print('ESCAPED kernel crypto')")]
    public async Task No_call_of_the_kernel_leads_out(string call)
    {
        var run = await Run("python3", "-c", $"{Syscalls}; {call}");

        Assert.DoesNotContain("ESCAPED", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_stops_everything_it_sees_is_ended_in_time()
    {
        var run = await Run(c => c with { Timeout = TimeSpan.FromSeconds(1) }, "sh", "-c", "kill -STOP -1; kill -STOP 1; kill -STOP $PPID; kill -STOP $$; sleep 1000");

        Assert.True(run.TimedOut);
    }

    [Fact]
    public async Task Shared_memory_of_the_system_is_not_shared()
    {
        var made = await Launcher.RunAsync(new ProcessRequest("ipcmk", ["-M", "4096"], Workspace), Deadline.Token());
        var id = Assert.IsType<ProcessResult.Exited>(made).Output.Split(' ')[^1].Trim();
        try
        {
            var run = await Shell("ipcs -m | grep -c 0x");

            Assert.Equal("0\n", run.Output);
        }
        finally
        {
            await Launcher.RunAsync(new ProcessRequest("ipcrm", ["-m", id], Workspace), Deadline.Token());
        }
    }

    [Fact]
    public async Task A_pipe_of_the_workspace_that_somebody_reads_is_out_of_reach()
    {
        await Launcher.RunAsync(new ProcessRequest("mkfifo", [Workspace.Append("pipe").Value], Workspace), Deadline.Token());
        using var reader = File.Open(Workspace.Append("pipe").Value, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);

        var run = await Shell("timeout 1 sh -c 'echo secret > pipe' && echo ESCAPED; true");

        Assert.DoesNotContain("ESCAPED", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificates_and_tokens_among_the_tools_are_not_there()
    {
        Write("home/.dotnet/corefx/cryptography/x509stores/my/key.pfx", Secret);
        Write("home/.dotnet/tools/tool", "a tool\n");
        Write("home/.local/share/uv/credentials/credentials.toml", Secret);
        Write("home/.local/share/uv/python/python", "a python\n");
        Write("home/.cargo/credentials.toml", Secret);
        Write("home/.nuget/NuGet/NuGet.Config", Secret);
        Write("home/.nuget/packages/a", "a package\n");
        Write("home/.npmrc", Secret);
        Write("home/.m2/settings.xml", Secret);
        await OpenAsync();

        var run = await Shell("find ~ -type f -not -path '*/project/*' | xargs cat");

        Assert.DoesNotContain(Secret, run.Output, StringComparison.Ordinal);
        Assert.Equal(["a package", "a python", "a tool"], run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_travels_in_the_name_of_a_locale_stays_outside()
    {
        Environment.SetEnvironmentVariable("LC_MY_TOKEN", Secret);
        try
        {
            Assert.DoesNotContain(Secret, (await Run("env")).Output, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("LC_MY_TOKEN", null);
        }
    }

    [Fact]
    public async Task A_read_only_command_writes_nowhere_in_the_workspace_either_way()
    {
        var run = await Run(
            c => c with { Mode = SandboxMode.ReadOnly },
            "sh", "-c", string.Create(CultureInfo.InvariantCulture, $"rm notes.txt && echo ESCAPED; mv notes.txt x && echo ESCAPED; mkdir d && echo ESCAPED; ln -s a b && echo ESCAPED; chmod 0 notes.txt && echo ESCAPED; true"));

        Assert.DoesNotContain("ESCAPED", run.Output, StringComparison.Ordinal);
    }
}
