using System.Text.Json.Nodes;
using CodexLsp.ModelServer;

namespace CodexLsp.Host.Tests.Cli;

/// <summary>What a scripted model does in a task, step by step.</summary>
internal static class ModelSteps
{
    /// <summary>Changes files; the lines between <c>*** Begin Patch</c> and <c>*** End Patch</c>.</summary>
    public static Answer Patch(string hunks) =>
        Answer.Calling("apply_patch", new JsonObject { ["patch"] = $"*** Begin Patch\n{hunks}\n*** End Patch" }.ToJsonString());

    /// <summary>Wants to run a command.</summary>
    public static Answer Run(params string[] argv) =>
        Answer.Calling("run_command", new JsonObject { ["command"] = new JsonArray([.. argv.Select(a => (JsonNode)a)]) }.ToJsonString());

    /// <summary>Says its last word.</summary>
    public static Answer Say(string text) => new() { Text = new(text), DeltaChars = 1000 };
}
