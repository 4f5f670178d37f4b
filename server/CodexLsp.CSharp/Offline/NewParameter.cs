namespace CodexLsp.CSharp.Offline;

/// <summary>A parameter to be added, decided.</summary>
/// <param name="Type">As it is written.</param>
/// <param name="Name">As it is written.</param>
/// <param name="Default">Its default value; null when it is required.</param>
/// <param name="Argument">What calls pass; null when they pass nothing, because there is a default value.</param>
internal sealed record NewParameter(string Type, string Name, string? Default, string? Argument)
{
    /// <summary>The parameter as C# writes it.</summary>
    public string Declaration => Default is null ? $"{Type} {Name}" : $"{Type} {Name} = {Default}";
}
