namespace CodexLsp.Engine.Documents;

/// <summary>
/// A normalised absolute path of this machine. Two are equal when the file system takes them for the same name: without
/// regard to case on Windows and macOS, to the letter elsewhere.
/// </summary>
public readonly record struct AbsolutePath : IComparable<AbsolutePath>
{
    private static readonly StringComparer Comparer = StringComparer.FromComparison(PathRules.Current.Comparison);

    private readonly string? _value;

    /// <summary>Takes an absolute path, resolving <c>.</c> and <c>..</c> but no links.</summary>
    /// <exception cref="ArgumentException">The path is not absolute, or holds a NUL.</exception>
    public AbsolutePath(string path)
    {
        if (!Path.IsPathFullyQualified(path))
        {
            throw new ArgumentException($"'{path}' is not an absolute path.", nameof(path));
        }

        _value = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
    }

    /// <summary>The path as the operating system takes it.</summary>
    public string Value => _value ?? throw new InvalidOperationException("default(AbsolutePath) is no path.");

    /// <summary>The last part of the path.</summary>
    public string Name => Path.GetFileName(Value);

    /// <summary>The last part's extension in lower case, with its dot; empty when there is none.</summary>
    public string Extension => Path.GetExtension(Value).ToLowerInvariant();

    /// <summary>The folder this path is in; null for a root.</summary>
    public AbsolutePath? Parent => Path.GetDirectoryName(Value) is { } parent ? new AbsolutePath(parent) : null;

    /// <summary>The path <paramref name="relative"/> to this one; an absolute one stays what it is, and <c>..</c> climbs.</summary>
    public AbsolutePath Append(string relative) => new(Path.Combine(Value, relative));

    /// <summary>Whether this path is <paramref name="folder"/> or lies below it, by name only (links are not resolved).</summary>
    public bool IsWithin(AbsolutePath folder) => PathRules.Current.IsWithin(Value, folder.Value);

    /// <summary>This path seen from <paramref name="folder"/>, with forward slashes.</summary>
    public string RelativeTo(AbsolutePath folder) => Path.GetRelativePath(folder.Value, Value).Replace(Path.DirectorySeparatorChar, '/');

    /// <inheritdoc/>
    public bool Equals(AbsolutePath other) => Comparer.Equals(_value, other._value);

    /// <inheritdoc/>
    public override int GetHashCode() => _value is null ? 0 : Comparer.GetHashCode(_value);

    /// <inheritdoc/>
    public int CompareTo(AbsolutePath other) => Comparer.Compare(_value, other._value);

    /// <inheritdoc/>
    public override string ToString() => _value ?? "";
}
