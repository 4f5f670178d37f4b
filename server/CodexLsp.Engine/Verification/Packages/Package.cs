namespace CodexLsp.Engine.Verification.Packages;

/// <summary>A package a manifest asks for.</summary>
/// <param name="Registry">Where it would come from.</param>
/// <param name="Name">As it is written there.</param>
/// <param name="Version">As it is written there, which may be a range; null where another file says it.</param>
internal sealed record Package(Registry Registry, string Name, string? Version)
{
    /// <summary>The name as its registry compares it.</summary>
    public string Key => Registry switch
    {
        Registry.Npm => Name,
        Registry.PyPI => string.Join('-', Name.Split('-', '_', '.')).ToLowerInvariant(),
        _ => Name.ToLowerInvariant(),
    };
}

/// <summary>Who hands out packages.</summary>
internal enum Registry
{
    /// <summary>.NET's.</summary>
    NuGet,

    /// <summary>JavaScript's.</summary>
    Npm,

    /// <summary>Python's.</summary>
    PyPI,
}
