using System.Runtime.InteropServices;
using CodexLsp.Engine.Documents;
using CodexLsp.Host.Cli;

// The language server starts without the command-line parser: every editor waits for it.
if (args is ["serve", ..])
{
    return ServeCommand.Run(args[1..]);
}

using var interrupted = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
var surroundings = new CliSurroundings(
    Terminal.OfProcess(Environment.GetEnvironmentVariable),
    Environment.GetEnvironmentVariable,
    new AbsolutePath(Environment.CurrentDirectory),
    TimeProvider.System);
return await CommandLine.RunAsync(args, surroundings, interrupted.Token);

// The first one ends what runs, in order; whoever asks again does not want to wait for that.
void Interrupt(PosixSignalContext signal)
{
    signal.Cancel = !interrupted.IsCancellationRequested;
    interrupted.Cancel();
}
