namespace CodexLsp.CSharp.Offline;

/// <summary>A request of the user's that the rule-based transforms can carry out, understood whole.</summary>
internal abstract record OfflineRequest
{
    /// <summary>Refuse null in every parameter that must not be null.</summary>
    public sealed record NullChecks : OfflineRequest;

    /// <summary>Write the XML documentation that is missing.</summary>
    public sealed record Documentation : OfflineRequest;

    /// <summary>Write bodies of one expression behind an arrow.</summary>
    public sealed record ExpressionBody : OfflineRequest;

    /// <summary>Write bodies in braces.</summary>
    public sealed record BlockBody : OfflineRequest;

    /// <summary>Give a symbol another name, everywhere.</summary>
    /// <param name="From">The name now, perhaps with its type (<c>Order.Total</c>); null for the one selected declaration.</param>
    /// <param name="To">The new name, a valid identifier.</param>
    /// <param name="Kind">What the words call it (<c>method</c>, <c>parameter</c>); null when they do not say.</param>
    public sealed record Rename(string? From, string To, string? Kind) : OfflineRequest;

    /// <summary>Give a method another parameter.</summary>
    /// <param name="Type">As C# writes it.</param>
    /// <param name="Name">A valid identifier.</param>
    /// <param name="Default">The default value as an expression; null when callers must pass it.</param>
    /// <param name="Argument">What present callers pass, as an expression; null for the type's default.</param>
    /// <param name="IsOptional">The words ask for a default value without saying which.</param>
    /// <param name="Method">The method's name, when the words give it.</param>
    public sealed record AddParameter(string Type, string Name, string? Default, string? Argument, bool IsOptional,
        string? Method) : OfflineRequest;

    /// <summary>Put statements into a <c>try</c> block whose handler throws on.</summary>
    /// <param name="Exception">The type to catch as C# writes it; null for all.</param>
    public sealed record TryCatch(string? Exception) : OfflineRequest;
}
