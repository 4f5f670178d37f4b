using System.Text.Json;
using Microsoft.Extensions.AI;

namespace CodexLsp.Engine.Tools;

/// <summary>
/// Something a model can call. The schema of its arguments is a JSON text, so that what is sent is what stands in the code; a tool
/// is made for one turn.
/// </summary>
/// <param name="name">As the model calls it.</param>
/// <param name="description">What it does and when to use it, for the model.</param>
/// <param name="schema">The JSON schema of the arguments, an object.</param>
public abstract class Tool(string name, string description, string schema) : AIFunction
{
    private readonly Lazy<JsonElement> _schema = new(() => JsonElement.Parse(schema));

    /// <inheritdoc/>
    public sealed override string Name => name;

    /// <inheritdoc/>
    public sealed override string Description => description;

    /// <inheritdoc/>
    public sealed override JsonElement JsonSchema => _schema.Value;

    /// <summary>Whether a call shows an item of its own kind (<see cref="ToolResult.Item"/>) instead of a plain tool call.</summary>
    public virtual bool HasOwnItem => false;

    /// <summary>Runs the tool. What goes wrong is in the result.</summary>
    public async Task<ToolResult> CallAsync(ToolInvocation call, CancellationToken cancellationToken)
    {
        try
        {
            return (await RunAsync(call, cancellationToken)).Bounded();
        }
        catch (JsonException problem)
        {
            return ToolResult.Failed($"The arguments of {name} do not fit its schema: {problem.Message}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return ToolResult.Failed($"{name} could not be done: {problem.Message}");
        }
    }

    /// <summary>Does the work. A <see cref="JsonException"/> tells the model that its arguments do not fit.</summary>
    protected abstract Task<ToolResult> RunAsync(ToolInvocation call, CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected sealed override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (key, value) in arguments)
            {
                writer.WritePropertyName(key);
                switch (value)
                {
                    case JsonElement element:
                        element.WriteTo(writer);
                        break;
                    case null:
                        writer.WriteNullValue();
                        break;
                    default:
                        writer.WriteStringValue(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture));
                        break;
                }
            }

            writer.WriteEndObject();
        }

        var call = new ToolInvocation(Guid.CreateVersion7().ToString(), JsonElement.Parse(buffer.ToArray()), static _ => { }, static _ => { });
        return (await CallAsync(call, cancellationToken)).Text;
    }
}
