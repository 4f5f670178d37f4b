using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace CodexLsp.Sandbox.Tests;

/// <summary>Ways out of the machine, and to the services on it: each is closed, and open again where the user granted the network.</summary>
public sealed class NetworkTests : SandboxTest
{
    private const string Connect = "require('net').connect(JSON.parse(process.argv[1])).on('connect', () => { console.log('CONNECTED'); process.exit(); }).on('error', e => { console.log(e.code); process.exit(); })";

    [Fact]
    public async Task A_service_on_this_machine_is_out_of_reach()
    {
        using var service = Listen(IPAddress.Loopback);

        Assert.Equal("ECONNREFUSED\n", await Try($$"""{ "host": "127.0.0.1", "port": {{PortOf(service)}} }"""));
        Assert.False(service.Pending());
    }

    [Fact]
    public async Task The_same_service_answers_where_the_network_is_granted()
    {
        using var service = Listen(IPAddress.Loopback);

        var run = await Run(c => c with { Network = true }, "node", "-e", Connect, $$"""{ "host": "127.0.0.1", "port": {{PortOf(service)}} }""");

        Assert.Equal("CONNECTED\n", run.Output);
    }

    [Fact]
    public async Task No_interface_leads_out()
    {
        using var service = Listen(IPAddress.Any);
        var addresses = NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(i => i.GetIPProperties().UnicastAddresses)
            .Where(a => a.Address.AddressFamily == AddressFamily.InterNetwork);

        foreach (var address in addresses)
        {
            Assert.NotEqual("CONNECTED\n", await Try($$"""{ "host": "{{address.Address}}", "port": {{PortOf(service)}} }"""));
        }

        var interfaces = await Shell("ls /sys/class/net; tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '");
        Assert.EndsWith("\nlo\n", "\n" + interfaces.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_datagram_does_not_arrive()
    {
        using var service = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)service.Client.LocalEndPoint!).Port;

        await Shell("echo secret > /dev/udp/127.0.0.1/$1; node -e 'require(\"dgram\").createSocket(\"udp4\").send(\"secret\", process.argv[1], \"127.0.0.1\", () => process.exit())' $1", $"{port}");

        Assert.Equal(0, service.Available);
    }

    [Fact]
    public async Task A_name_is_not_looked_up()
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var address = (IPEndPoint)server.Client.LocalEndPoint!;

        var run = await Run(
            "node", "-e", "const r = new (require('dns').Resolver)({ timeout: 500, tries: 1 }); r.setServers([process.argv[1]]); r.resolve4('secret.example.com', (e) => console.log(e.code))", $"{address}");

        Assert.StartsWith("E", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, server.Available);
    }

    [Fact]
    public async Task An_abstract_socket_is_out_of_reach()
    {
        using var service = ListenAt($"\0codex-{Guid.NewGuid():N}", out var name);

        var run = await Run(
            "python3", "-c", "import socket, sys; s = socket.socket(socket.AF_UNIX); print('CONNECTED' if s.connect_ex('\\0' + sys.argv[1]) == 0 else 'refused')", name[1..]);

        Assert.Equal("refused\n", run.Output);
    }

    [Theory]
    [InlineData("outside/s")]
    [InlineData("home/project/s")]
    [InlineData("home/s")]
    [InlineData("home/.config/codex-lsp/s")]
    public async Task A_socket_in_the_file_system_is_out_of_reach(string place)
    {
        using var service = ListenAt(At(place).Value, out _);

        Assert.DoesNotContain("CONNECTED", await Try($$"""{ "path": "{{Path.GetRelativePath(Workspace.Value, At(place).Value)}}" }"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_folders_of_agents_and_daemons_are_empty()
    {
        var run = await Shell("ls -A /run /var/run/ /tmp; echo $SSH_AUTH_SOCK $GPG_AGENT_INFO $DOCKER_HOST $DBUS_SESSION_BUS_ADDRESS $XDG_RUNTIME_DIR");

        Assert.DoesNotMatch("(?m)\\.sock|docker|dbus|systemd|ssh-", run.Output);
    }

    private async Task<string> Try(string target) => (await Run("node", "-e", Connect, target)).Output;

    private static TcpListener Listen(IPAddress address)
    {
        var service = new TcpListener(address, 0);
        service.Start();
        return service;
    }

    private static int PortOf(TcpListener service) => ((IPEndPoint)service.LocalEndpoint).Port;

    private static Socket ListenAt(string path, out string name)
    {
        name = path;
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen();
        return socket;
    }
}
