using System.CommandLine;
using CodexLsp.Host.Composition;
using CodexLsp.Host.Protocol;

namespace CodexLsp.Host.Cli;

/// <summary><c>doctor</c>: every prerequisite, its state, and what to do.</summary>
internal static class DoctorCommand
{
    public static Command Create(CommandRunner runner) => runner.BindWithoutState(
        new Command("doctor", "Check every prerequisite and say what to do."),
        async (session, _, cancellationToken) =>
        {
            var doctor = new Doctor(session.Assistant, session.Surroundings);
            var checks = await doctor.ExamineAsync(session.Snapshot, session.Configuration, cancellationToken);
            if (session.Output.Json)
            {
                session.Output.Write(new DoctorResult(checks), WireJson.Default.DoctorResult);
            }
            else
            {
                foreach (var check in checks)
                {
                    session.Output.Terminal.Print($"{(check.Ok ? "ok  " : "FAIL")} {check.Name}: {check.Detail}");
                    if (check.Next is { } next)
                    {
                        session.Output.Terminal.Print($"     {next}");
                    }
                }
            }

            return checks.All(c => c.Ok) ? ExitCodes.Done : ExitCodes.Failed;
        });
}
