using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using CodexLsp.CSharp.Loading;

namespace CodexLsp.Host.Tests.Security;

/// <summary>The server speaks on standard input and output and nowhere else.</summary>
public sealed class ListeningTests
{
    [Fact]
    public async Task The_server_listens_on_no_socket()
    {
        using var home = new TemporaryFolder();
        using var server = Start(home);
        try
        {
            const string Initialize = """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}""";
            await server.StandardInput.WriteAsync($"Content-Length: {Encoding.UTF8.GetByteCount(Initialize)}\r\n\r\n{Initialize}");
            await server.StandardInput.FlushAsync();
            var answer = await Deadline.Within(server.StandardOutput.ReadLineAsync(), "the initialize answer");
            Assert.StartsWith("Content-Length:", answer, StringComparison.Ordinal);

            var sockets = Directory.EnumerateFiles($"/proc/{server.Id}/fd")
                .Select(f => new FileInfo(f).LinkTarget)
                .Where(t => t?.StartsWith("socket:[", StringComparison.Ordinal) == true)
                .Select(t => t![8..^1])
                .ToHashSet(StringComparer.Ordinal);
            Assert.Empty(Listening(server.Id).Intersect(sockets));
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync(Deadline.Token());
        }
    }

    // Inodes of TCP sockets in state LISTEN (0A) and of all UDP sockets.
    private static IEnumerable<string> Listening(int process) =>
        new[] { "tcp", "tcp6", "udp", "udp6" }.SelectMany(kind => File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/net/{kind}"))
            .Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => kind.StartsWith("udp", StringComparison.Ordinal) || fields[3] == "0A")
            .Select(fields => fields[9]));

    [SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "The launcher ends a process; this one is to be looked at while it runs.")]
    private static Process Start(TemporaryFolder home)
    {
        var dotnet = Assert.IsType<DotnetLocation.Found>(DotnetLocator.OfThisMachine.Find(null));
        var start = new ProcessStartInfo(dotnet.Executable.Value, ["exec", Path.Combine(AppContext.BaseDirectory, "codex-lsp.dll"), "serve"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment["XDG_STATE_HOME"] = home["state"];
        start.Environment["XDG_CONFIG_HOME"] = home["config"];
        return Process.Start(start)!;
    }
}
