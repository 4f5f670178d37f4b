namespace CodexLsp.Engine.FileGraph;

/// <summary>What a file takes from another.</summary>
/// <param name="Module">The other file, as it is written.</param>
/// <param name="Name">The name it has there; <c>*</c> for all of it, null where nothing is named.</param>
/// <param name="Local">The name it has here; null where it has none.</param>
internal sealed record Import(string Module, string? Name, string? Local)
{
    /// <summary>The <see cref="Name"/> of all that a module exports.</summary>
    public const string Everything = "*";

    /// <summary>The name of what a module exports without one.</summary>
    public const string Default = "default";
}
