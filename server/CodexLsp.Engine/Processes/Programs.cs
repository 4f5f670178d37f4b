namespace CodexLsp.Engine.Processes;

/// <summary>
/// Finds a program by its name, in absolute folders of the <c>PATH</c> only. .NET would look into the current folder first, which is a
/// workspace as a rule: whoever writes a file named <c>unshare</c> there would be run with all the user's rights.
/// </summary>
internal static class Programs
{
    /// <summary>The program's file; null where there is none.</summary>
    /// <param name="name">Its name alone.</param>
    /// <param name="path">The <c>PATH</c>.</param>
    public static string? Find(string name, string? path) =>
        (path ?? "").Split(Path.PathSeparator).Where(Path.IsPathFullyQualified)
            .SelectMany(f => OperatingSystem.IsWindows() ? new[] { Path.Combine(f, name), Path.Combine(f, name + ".exe") } : [Path.Combine(f, name)])
            .FirstOrDefault(IsProgram);

    private static bool IsProgram(string file) => File.Exists(file)
        && (OperatingSystem.IsWindows()
            ? Path.HasExtension(file)
            : (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
