using System.CommandLine;
using CodexLsp.Host.Protocol;

namespace CodexLsp.Host.Cli;

/// <summary><c>config</c>: each value and where it comes from.</summary>
internal static class ConfigCommand
{
    public static Command Create(CommandRunner runner) => runner.BindWithoutState(
        new Command("config", "Show each setting and where its value comes from."),
        (session, _, _) =>
        {
            if (session.Output.Json)
            {
                session.Output.Write(
                    new ConfigResult([.. session.Configuration.Entries.Select(e => new ConfigEntry(e.Key.Name, e.Value, e.Source))]),
                    WireJson.Default.ConfigResult);
                return Task.FromResult(ExitCodes.Done);
            }

            foreach (var (key, value, source) in session.Configuration.Entries)
            {
                session.Output.Terminal.Print($"{key.Name} = {(value.Length == 0 ? "(unset)" : value)}  [{source}]");
            }

            return Task.FromResult(ExitCodes.Done);
        });
}
