using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CodexLsp.ModelServer;

[assembly: SuppressMessage(
    "ApiDesign", "RS0030:Do not use banned APIs", Scope = "member", Target = "~M:Program.<Main>$(System.String[])~System.Threading.Tasks.Task{System.Int32}",
    Justification = "A tool of its own: its standard output is no wire, and its first line says where it listens.")]

if (args is not ([_] or [_, "--port", _]))
{
    await Console.Error.WriteLineAsync("usage: model-server SCENARIO [--port N]");
    return 2;
}

var port = 0;
if (args.Length == 3 && !(int.TryParse(args[2], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= 65535))
{
    await Console.Error.WriteLineAsync($"'{args[2]}' is not a port (0-65535).");
    return 2;
}

try
{
    await using var server = await ScriptedModel.StartAsync(Scenario.Load(args[0]), port);
    Console.WriteLine($"listening on {server.BaseUrl}");
    await server.WaitForShutdownAsync();
    return 0;
}
catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
