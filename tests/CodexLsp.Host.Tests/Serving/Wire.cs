using System.Text.Json.Nodes;
using CodexLsp.ModelServer;

namespace CodexLsp.Host.Tests.Serving;

/// <summary>How these tests write answers of a model, and read answers of the server.</summary>
internal static class Wire
{
    /// <summary>The sample file most tests change.</summary>
    public const string Calculator = "Lib/Calculator.cs";

    /// <summary>A line of it.</summary>
    public const string Name = "        return \"calculator\";\n";

    /// <summary>What may stand there as well.</summary>
    public const string NewName = "        return \"abacus\";\n";

    /// <summary>New lines as a model answers them.</summary>
    public static AnswerText Fenced(string lines) => new($"```csharp\n{lines}```\n");

    /// <summary>A property that is text, or nothing.</summary>
    public static string? Text(JsonNode? node, string property) => node?[property]?.GetValue<string>();

    /// <summary>A proposal's verdict.</summary>
    public static string? Verdict(JsonNode? proposal) => Text(proposal?["verification"], "status");

    /// <summary>An error's code, and that of its data.</summary>
    public static (int, string?) Codes(JsonNode error) => (error["code"]!.GetValue<int>(), Text(error["data"], "code"));
}
