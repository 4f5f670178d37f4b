using System.Text;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Processes;
using CodexLsp.Host.Configuration;

namespace CodexLsp.Host.Tests.Configuration;

/// <summary>Files as people and attackers leave them.</summary>
public sealed class ConfigurationFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_absent_file_says_nothing() => Assert.Equal("", Show(_folder["absent.json"]));

    [Fact]
    public void A_folder_in_its_place_says_nothing() => Assert.Equal("", Show(_folder.Path));

    [Fact]
    public void A_byte_order_mark_is_allowed() =>
        Assert.Equal("model = m", Show(_folder.Write("c.json", [0xEF, 0xBB, 0xBF, .. """{ "model": "m" }"""u8])));

    [Fact]
    public void A_link_is_followed()
    {
        _folder.Write("real.json", """{ "model": "m" }""");
        File.CreateSymbolicLink(_folder["link.json"], _folder["real.json"]);

        Assert.Equal("model = m", Show(_folder["link.json"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{ \"model\": }")]
    [InlineData("{} {}")]
    [InlineData("model: m")]
    public void A_malformed_file_warns_and_says_what_to_do(string text)
    {
        var file = _folder.Write("c.json", text);

        var warning = Assert.Single(Read(file).Warnings);
        Assert.StartsWith($"{file}: the file is not used: ", warning, StringComparison.Ordinal);
        Assert.EndsWith("Correct it; until then its values do not hold.", warning, StringComparison.Ordinal);
        Assert.Empty(Read(file).Values);
    }

    [Fact]
    public void A_file_in_another_encoding_warns()
    {
        Assert.Single(Read(_folder.Write("utf16.json", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("{}")).ToArray())).Warnings);
        Assert.Single(Read(_folder.Write("latin1.json", Encoding.Latin1.GetBytes("""{ "model": "é" }"""))).Warnings);
    }

    [Fact]
    public void A_giant_or_bottomless_file_warns()
    {
        Assert.Contains("larger than 1024 KiB", Show(_folder.Write("giant.json", new string(' ', 2_000_000) + "{}")), StringComparison.Ordinal);
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000);
        Assert.Single(Read(_folder.Write("deep.json", deep)).Warnings);
    }

    [Fact]
    public async Task A_pipe_or_a_device_is_not_waited_for()
    {
        if (OperatingSystem.IsWindows())
        {
            // Has neither in its file system.
            return;
        }

        var made = await new ProcessLauncher(TimeProvider.System).RunAsync(
            new ProcessRequest("mkfifo", ["pipe.json"], new AbsolutePath(_folder.Path)), Deadline.Token());
        Assert.Equal(0, Assert.IsType<ProcessResult.Exited>(made).ExitCode);
        File.CreateSymbolicLink(_folder["device.json"], "/dev/zero");

        Assert.Contains("It is empty.", Show(_folder["pipe.json"]), StringComparison.Ordinal);
        Assert.Contains("It is empty.", Show(_folder["device.json"]), StringComparison.Ordinal);
    }

    private static string Show(string file) => ConfigurationLayerTests.Show(Read(file));

    private static ConfigurationLayer Read(string file) => ConfigurationLayer.FromFile(new AbsolutePath(file), isWorkspace: false);
}
