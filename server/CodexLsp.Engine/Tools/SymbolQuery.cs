namespace CodexLsp.Engine.Tools;

/// <summary>A name, or a part of one, that declarations are looked for by.</summary>
/// <param name="Container">What the declaration must be a member of; null for anything.</param>
/// <param name="Name">What its name has in it.</param>
public sealed record SymbolQuery(string? Container, string Name)
{
    /// <summary>Reads <c>name</c>, <c>Type.name</c>, also with <c>#</c> or <c>::</c> and with parentheses behind.</summary>
    public static SymbolQuery Parse(string text)
    {
        var parts = text.Replace("::", ".", StringComparison.Ordinal).Replace('#', '.')
            .Split('.', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var name = parts is [.., var last] ? last.TrimEnd('(', ')') : "";
        return new SymbolQuery(parts.Length > 1 ? parts[^2] : null, name);
    }

    /// <summary>How well a declaration matches, the least the best; null when it does not.</summary>
    public int? Rank(string name, string? container)
    {
        if (Name.Length == 0 || (Container is not null && container?.Split('.')[^1].Equals(Container, StringComparison.OrdinalIgnoreCase) != true))
        {
            return null;
        }

        return name == Name ? 0
            : name.Equals(Name, StringComparison.OrdinalIgnoreCase) ? 1
            : name.StartsWith(Name, StringComparison.OrdinalIgnoreCase) ? 2
            : name.Contains(Name, StringComparison.OrdinalIgnoreCase) ? 3
            : null;
    }
}
