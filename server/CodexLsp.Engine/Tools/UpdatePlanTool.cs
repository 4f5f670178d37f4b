using System.Collections.Immutable;
using System.Text.Json;
using CodexLsp.Engine.Turns;

namespace CodexLsp.Engine.Tools;

/// <summary><c>update_plan</c>: what the model is about to do, for the user to see.</summary>
/// <param name="itemId">The id of the turn's one plan.</param>
/// <param name="planned">Told of each change.</param>
internal sealed class UpdatePlanTool(string itemId, Action<ImmutableArray<PlanStep>> planned) : Tool(
    "update_plan",
    "Shows the user your plan and where it stands. Give all steps each time; use it for tasks of three steps or more.",
    """
    {
      "type": "object",
      "properties": {
        "steps": {
          "type": "array",
          "minItems": 1,
          "items": {
            "type": "object",
            "properties": {
              "text": { "type": "string" },
              "status": { "type": "string", "enum": ["pending", "running", "done"] }
            },
            "required": ["text", "status"],
            "additionalProperties": false
          }
        }
      },
      "required": ["steps"],
      "additionalProperties": false
    }
    """)
{
    private const int MostSteps = 30;

    internal sealed record Arguments(Step[] Steps);

    internal sealed record Step(string Text, string Status);

    /// <inheritdoc/>
    public override bool HasOwnItem => true;

    /// <inheritdoc/>
    protected override Task<ToolResult> RunAsync(ToolInvocation call, CancellationToken cancellationToken)
    {
        var arguments = ToolJson.Read(call.Arguments, ToolJson.Default.UpdatePlan);
        if (arguments.Steps.Length is 0 or > MostSteps)
        {
            return Task.FromResult(ToolResult.Failed($"A plan has 1 to {MostSteps} steps."));
        }

        ImmutableArray<PlanStep> steps = [.. arguments.Steps.Select(step => new PlanStep(step.Text, step.Status switch
        {
            "pending" => PlanStepStatus.Pending,
            "running" => PlanStepStatus.Running,
            "done" => PlanStepStatus.Done,
            _ => throw new JsonException($"'{step.Status}' is not pending, running or done."),
        }))];
        var plan = new Item.Plan(itemId, ItemStatus.Completed, steps);
        call.Show(plan with { Status = ItemStatus.Running });
        planned(steps);
        return Task.FromResult(new ToolResult("The user sees it.") { Item = plan });
    }
}
