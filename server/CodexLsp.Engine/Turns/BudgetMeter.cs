using System.Globalization;
using CodexLsp.Engine.Models;

namespace CodexLsp.Engine.Turns;

/// <summary>Watches a turn's budget, and that what is asked fits the model's window.</summary>
internal sealed class BudgetMeter : IDisposable
{
    private readonly Budget _budget;
    private readonly KnownModel? _model;
    private readonly CancellationTokenSource _minutes;

    public BudgetMeter(Budget budget, string model, TimeProvider time)
    {
        _budget = budget;
        _model = ModelCatalog.Find(model);
        _minutes = budget.MaxMinutes is { } minutes ? new CancellationTokenSource(TimeSpan.FromMinutes(minutes), time) : new CancellationTokenSource();
    }

    /// <summary>Cancelled when the minutes are over.</summary>
    public CancellationToken TimeIsUp => _minutes.Token;

    /// <summary>The tokens of question and answer together that the model takes; null when that is not known.</summary>
    public int? Window => _model?.ContextWindow;

    /// <summary>Why the turn stops, when <see cref="TimeIsUp"/> is cancelled.</summary>
    public Failure OutOfTime => Spent("minutes", $"{_budget.MaxMinutes:0.##} minutes", "budget.maxMinutes");

    /// <summary>Why this question is not asked; null when it may be.</summary>
    /// <param name="spent">By the turn so far.</param>
    /// <param name="next">The question.</param>
    public Failure? Objection(ModelUsage spent, ModelRequest next)
    {
        if (_minutes.IsCancellationRequested)
        {
            return OutOfTime;
        }

        var tokens = next.EstimatedTokens;
        if (Window is { } window && tokens > window * 0.95)
        {
            return new Failure(
                "context.full",
                $"The conversation has grown to about {Count(tokens)} tokens, and {_model!.Id} takes {Count(window)}.",
                "Start a new thread; attach files there by part, not whole.");
        }

        if (_budget.MaxRequests is { } requests && spent.Requests >= requests)
        {
            return Spent("requests", $"{requests} requests to the model", "budget.maxRequests");
        }

        if (_budget.MaxTokens is { } most && spent.InputTokens + spent.OutputTokens + tokens > most)
        {
            return Spent("tokens", $"{Count(most)} tokens", "budget.maxTokens");
        }

        var cost = (spent.CostUsd ?? 0) + (_model?.Price.Of(ModelUsage.None with { InputTokens = tokens }) ?? 0);
        return _budget.MaxCostUsd is { } dollars && cost > dollars
            ? Spent("cost", string.Create(CultureInfo.InvariantCulture, $"{dollars:0.####} US dollars"), "budget.maxCostUsd")
            : null;
    }

    public void Dispose() => _minutes.Dispose();

    private static Failure Spent(string what, string limit, string key) => new(
        $"budget.{what}", $"Stopped: the turn's budget of {limit} is used up.", $"Look at what is there, and go on with another turn; '{key}' sets the limit.");

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
