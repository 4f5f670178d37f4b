using System.Globalization;
using CodexLsp.Engine.Models;

namespace CodexLsp.Engine.Turns;

/// <summary>Watches a turn's budget, and that what is asked fits the model's window.</summary>
internal sealed class BudgetMeter : IDisposable
{
    // No timer goes further than some fifty days.
    private const double MostMinutes = 70_000;

    private readonly Budget _budget;
    private readonly KnownModel? _model;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _minutes;
    private TimeSpan _left;
    private long _since;

    /// <param name="budget">The most the turn may take.</param>
    /// <param name="model">The provider's name of the model; null when none can be asked.</param>
    /// <param name="time">The clock, which runs from now.</param>
    public BudgetMeter(Budget budget, string? model, TimeProvider time)
    {
        _budget = budget;
        _model = model is null ? null : ModelCatalog.Find(model);
        _time = time;
        _left = budget.MaxMinutes is { } minutes ? TimeSpan.FromMinutes(Math.Min(minutes, MostMinutes)) : Timeout.InfiniteTimeSpan;
        _since = time.GetTimestamp();
        _minutes = new CancellationTokenSource(_left, time);
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

    /// <summary>Waits for a person: their time is not the turn's.</summary>
    public async Task<T> OffTheClockAsync<T>(Func<Task<T>> wait)
    {
        if (_left == Timeout.InfiniteTimeSpan)
        {
            return await wait();
        }

        var left = _left - _time.GetElapsedTime(_since);
        _left = left > TimeSpan.Zero ? left : TimeSpan.Zero;
        _minutes.CancelAfter(Timeout.InfiniteTimeSpan);
        try
        {
            return await wait();
        }
        finally
        {
            _since = _time.GetTimestamp();
            _minutes.CancelAfter(_left);
        }
    }

    public void Dispose() => _minutes.Dispose();

    private static Failure Spent(string what, string limit, string key) => new(
        $"budget.{what}", $"Stopped: the turn's budget of {limit} is used up.", $"Look at what is there, and go on with another turn; '{key}' sets the limit.");

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
