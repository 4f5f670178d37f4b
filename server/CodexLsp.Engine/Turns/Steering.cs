using System.Collections.Immutable;

namespace CodexLsp.Engine.Turns;

/// <summary>What a user says while a turn runs. It reaches the model with the next request.</summary>
public sealed class Steering
{
    private readonly Lock _gate = new();
    private ImmutableArray<ImmutableArray<Input>> _waiting = [];
    private bool _over;

    /// <summary>Says something to the turn; false when it is over and would not hear it.</summary>
    public bool Say(ImmutableArray<Input> input)
    {
        lock (_gate)
        {
            _waiting = _over ? _waiting : _waiting.Add(input);
            return !_over;
        }
    }

    /// <summary>What was said since the last time.</summary>
    internal ImmutableArray<ImmutableArray<Input>> Take()
    {
        lock (_gate)
        {
            var taken = _waiting;
            _waiting = [];
            return taken;
        }
    }

    /// <summary>Ends the hearing; false when something was said that nobody has heard yet.</summary>
    internal bool TryEnd()
    {
        lock (_gate)
        {
            _over = _waiting.IsEmpty;
            return _over;
        }
    }
}
