using CodexLsp.Engine.Documents;
using CodexLsp.Host.Cli;

// The language server starts without the command-line parser: every editor waits for it.
if (args is ["serve", ..])
{
    return ServeCommand.Run(args[1..]);
}

using var interrupted = new CancellationTokenSource();
using var interrupt = System.Runtime.InteropServices.PosixSignalRegistration.Create(
    System.Runtime.InteropServices.PosixSignal.SIGINT,
    signal =>
    {
        signal.Cancel = true;
        interrupted.Cancel();
    });
var surroundings = new CliSurroundings(
    Terminal.OfProcess(Environment.GetEnvironmentVariable),
    Environment.GetEnvironmentVariable,
    new AbsolutePath(Environment.CurrentDirectory),
    TimeProvider.System);
return await CommandLine.RunAsync(args, surroundings, interrupted.Token);
