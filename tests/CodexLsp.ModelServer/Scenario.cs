using System.Collections.Immutable;
using System.Text.Json;

namespace CodexLsp.ModelServer;

/// <summary>What the scripted model answers to what. The format of the files is in this folder's README.</summary>
/// <param name="Exchanges">Tried in order; the first that matches and is not used up answers.</param>
public sealed record Scenario(ImmutableArray<Exchange> Exchanges)
{
    /// <summary>Gives <paramref name="answers"/> one after the other, whatever is asked.</summary>
    public static Scenario Of(params ReadOnlySpan<Answer> answers)
    {
        var exchanges = ImmutableArray.CreateBuilder<Exchange>(answers.Length);
        foreach (var answer in answers)
        {
            exchanges.Add(new Exchange { Times = 1, Then = answer });
        }

        return new Scenario(exchanges.MoveToImmutable());
    }

    /// <summary>Gives one answer of <paramref name="text"/> to every request.</summary>
    public static Scenario Saying(string text) => new([new Exchange { Then = new Answer { Text = new(text) } }]);

    /// <summary>Reads a scenario file.</summary>
    /// <exception cref="InvalidDataException">The file is not a scenario; the message says where and why.</exception>
    public static Scenario Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>Reads a scenario.</summary>
    /// <exception cref="JsonException">The text is not a scenario.</exception>
    public static Scenario Parse(string json) =>
        JsonSerializer.Deserialize(json, ScenarioJson.Default.Scenario) ?? throw new JsonException("A scenario is an object.");
}

/// <summary>One question with its answer.</summary>
public sealed record Exchange
{
    /// <summary>Which requests it answers; null is every request.</summary>
    public RequestMatch? When { get; init; }

    /// <summary>How often it answers; null is always.</summary>
    public int? Times { get; init; }

    /// <summary>The answer.</summary>
    public required Answer Then { get; init; }
}
