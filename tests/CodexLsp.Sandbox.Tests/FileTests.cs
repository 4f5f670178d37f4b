namespace CodexLsp.Sandbox.Tests;

/// <summary>Files a command must not reach: each attempt gets nothing.</summary>
public sealed class FileTests : SandboxTest
{
    [Fact]
    public async Task The_workspace_can_be_written_and_the_users_tree_stays_as_it_was()
    {
        var run = await Shell("echo changed > notes.txt && mkdir bin && echo built > bin/out && cat notes.txt bin/out");

        Assert.Equal((0, "changed\nbuilt\n"), (run.ExitCode, run.Output));
        Assert.Equal("as it was\n", Read("home/project/notes.txt"));
        Assert.False(Directory.Exists(At("home/project/bin").Value));
    }

    [Fact]
    public async Task A_file_outside_cannot_be_written()
    {
        var run = await Shell("echo mine > \"$1\"; echo mine > \"$2\"", At("outside/file.txt").Value, At("outside/new.txt").Value);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Equal("as it was\n", Read("outside/file.txt"));
        Assert.False(File.Exists(At("outside/new.txt").Value));
    }

    [Fact]
    public async Task A_file_outside_cannot_be_written_through_a_link_in_the_workspace()
    {
        File.CreateSymbolicLink(Workspace.Append("link").Value, At("outside").Value);

        var run = await Shell("echo mine > link/file.txt; ln -s \"$1\" own; echo mine > own", At("outside/file.txt").Value);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Equal("as it was\n", Read("outside/file.txt"));
    }

    [Fact]
    public async Task The_home_is_empty_and_what_is_written_there_stays_in_the_checkout()
    {
        var run = await Shell("cat ~/.ssh/id_ed25519; cat \"$1\"; ls -A ~; echo mine > ~/.profile", Home.Append(".ssh/id_ed25519").Value);

        Assert.DoesNotContain(Secret, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(".ssh\n", run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Home.Append(".profile").Value));
    }

    [Theory]
    [InlineData("home/.config/codex-lsp/config.json")]
    [InlineData("home/.local/state/codex-lsp/journal")]
    public async Task Our_configuration_and_our_state_are_not_there(string path)
    {
        var run = await Shell("cat \"$1\"; echo mine > \"$1\"", At(path).Value);

        Assert.DoesNotContain(Secret, run.Output, StringComparison.Ordinal);
        Assert.Equal(Secret, Read(path));
    }

    [Theory]
    [InlineData(".git/config")]
    [InlineData(".git/hooks/pre-commit")]
    [InlineData(".vscode/settings.json")]
    [InlineData(".codex-lsp.json")]
    public async Task Gits_own_files_the_editors_and_our_configuration_are_read_only(string path)
    {
        var run = await Shell("mkdir -p \"$(dirname \"$1\")\"; echo mine > \"$1\"", path);

        Assert.NotEqual(0, run.ExitCode);
    }

    [Fact]
    public async Task Gits_folder_cannot_be_moved_away_or_replaced()
    {
        var run = await Shell("mv .git gone; rm -rf .git; mkdir .git/hooks; ls .git");

        Assert.EndsWith("config\n", run.Output, StringComparison.Ordinal);
        Assert.Equal("[core]\n", Read("home/project/.git/config"));
    }

    [Fact]
    public async Task Nothing_can_be_mounted_remounted_or_unmounted()
    {
        var run = await Shell(
            "mount -o remount,rw / && echo ESCAPED; umount \"$1\" && echo ESCAPED; mount --bind / /tmp && echo ESCAPED; mount -t tmpfs none .git && echo ESCAPED; umount ~ && echo ESCAPED; true",
            Place.State.Value);

        Assert.DoesNotContain("ESCAPED", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_further_user_namespace_can_be_made()
    {
        var run = await Shell("unshare -U true && echo ESCAPED; unshare -Urm mount -t tmpfs none /mnt && echo ESCAPED; true");

        Assert.DoesNotContain("ESCAPED", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_root_of_another_process_leads_nowhere_else()
    {
        var run = await Shell("for p in /proc/[0-9]*; do cat $p/root\"$1\"; echo mine > $p/cwd/../../outside/file.txt; done", Home.Append(".ssh/id_ed25519").Value);

        Assert.DoesNotContain(Secret, run.Output, StringComparison.Ordinal);
        Assert.Equal("as it was\n", Read("outside/file.txt"));
    }

    [Fact]
    public async Task No_open_file_of_ours_is_inherited()
    {
        using var open = File.OpenRead(Home.Append(".ssh/id_ed25519").Value);

        var run = await Shell("for fd in /proc/self/fd/*; do readlink $fd; done; cat <&3; cat <&4; cat <&5; true");

        Assert.DoesNotContain(Home.Value, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_of_the_kernel_and_of_devices_cannot_be_changed()
    {
        var run = await Shell(
            "cat /proc/sys/kernel/panic > /proc/sys/kernel/panic && echo ESCAPED; (: > /proc/sysrq-trigger) && echo ESCAPED; (: > /sys/power/state) && echo ESCAPED; mknod disk b 8 0 && echo ESCAPED; ls /dev");

        Assert.DoesNotContain("ESCAPED", run.Output, StringComparison.Ordinal);
        Assert.All(run.Output.Split('\n'), line => Assert.DoesNotMatch("^([sv]d[a-z]|nvme|mem$|kmem$|kmsg$|fuse$|loop)", line));
    }

    [Fact]
    public async Task What_only_root_may_read_is_empty_even_for_root()
    {
        var run = await Shell("cat /etc/shadow; ls /etc/ssh /root; true");

        Assert.DoesNotContain("root:", run.Output.Replace("/root:", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("host_", run.Output, StringComparison.Ordinal);
    }
}
