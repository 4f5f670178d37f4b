using System.Text.Json;
using CodexLsp.Engine.Turns;

namespace CodexLsp.Engine.Tools;

/// <summary>One call of a tool.</summary>
/// <param name="itemId">The id of the call's item.</param>
/// <param name="arguments">As the model gave them: an object, checked against nothing.</param>
/// <param name="show">Told of the call's own item when it begins, by a tool that has one.</param>
/// <param name="output">Told of what the call brings while it runs.</param>
public sealed class ToolInvocation(string itemId, JsonElement arguments, Action<Item> show, Action<string> output)
{
    /// <summary>The id of the call's item.</summary>
    public string ItemId => itemId;

    /// <summary>As the model gave them: an object, checked against nothing.</summary>
    public JsonElement Arguments => arguments;

    /// <summary>Shows the call's own item as it begins.</summary>
    public void Show(Item item) => show(item);

    /// <summary>Shows what the call brings while it runs.</summary>
    public void Output(string text) => output(text);
}
