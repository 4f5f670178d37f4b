namespace CodexLsp.Host.Cli;

/// <summary>What the process answers a script.</summary>
internal static class ExitCodes
{
    /// <summary>Done; an unverified result counts as done.</summary>
    public const int Done = 0;

    /// <summary>Failed with nothing half-written, or unverified where a verdict was required.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The model or the network failed; a missing key counts, too.</summary>
    public const int Model = 3;

    /// <summary>A denial stopped it, or it is outside the policy.</summary>
    public const int Denied = 4;

    /// <summary>The result does not compile.</summary>
    public const int Broken = 5;

    /// <summary>Interrupted.</summary>
    public const int Interrupted = 130;

    /// <summary>The code of a failure: those of models and the network are told apart by their stable code.</summary>
    public static int Of(Engine.Failure failure) => failure.Code.Split('.')[0] switch
    {
        "edit" when failure.Code == "edit.broken" => Broken,
        "usage" or "config" => Usage,
        "model" or "network" => Model,
        "policy" or "approval" or "command" => Denied,
        _ => Failed,
    };
}
