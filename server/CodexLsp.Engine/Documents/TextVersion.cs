namespace CodexLsp.Engine.Documents;

/// <summary>The version an editor gave to an open document's text. It only ever grows while the document stays open.</summary>
/// <param name="Value">The editor's number.</param>
public readonly record struct TextVersion(int Value) : IComparable<TextVersion>
{
    /// <inheritdoc/>
    public int CompareTo(TextVersion other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
