using System.Collections.Immutable;
using CodexLsp.Engine.Turns;

namespace CodexLsp.Host.Serving;

/// <summary>A turn that runs in this session: what it shows, and how it is spoken to and stopped.</summary>
internal sealed class RunningTurn : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _interrupt;
    private ImmutableArray<Item> _running = [];
    private bool _isOver;

    public RunningTurn(CancellationToken ended) => _interrupt = CancellationTokenSource.CreateLinkedTokenSource(ended);

    /// <summary>Its id; null until it has begun.</summary>
    public string? Id { get; private set; }

    /// <summary>What the user says to it.</summary>
    public Steering Steering { get; } = new();

    /// <summary>Cancelled when it shall stop.</summary>
    public CancellationToken Interrupted => _interrupt.Token;

    /// <summary>The items that run, with what they have brought so far.</summary>
    public ImmutableArray<Item> Running
    {
        get
        {
            lock (_gate)
            {
                return _running;
            }
        }
    }

    /// <summary>Stops it; what is there is kept.</summary>
    public void Interrupt()
    {
        lock (_gate)
        {
            if (!_isOver)
            {
                // What stops with it does not stop here.
                _ = _interrupt.CancelAsync();
            }
        }
    }

    /// <summary>Sees what happens in it.</summary>
    public void See(TurnEvent happened)
    {
        lock (_gate)
        {
            switch (happened)
            {
                case TurnEvent.Started started:
                    Id = started.Turn.Id;
                    break;
                case TurnEvent.ItemStarted started:
                    _running = _running.RemoveAll(i => i.Id == started.Item.Id).Add(started.Item);
                    break;
                case TurnEvent.ItemDelta delta:
                    _running = [.. _running.Select(i => i.Id == delta.ItemId ? WithMore(i, delta.Text) : i)];
                    break;
                case TurnEvent.ItemCompleted completed:
                    _running = _running.RemoveAll(i => i.Id == completed.Item.Id);
                    break;
                default:
                    break;
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            _interrupt.Dispose();
        }
    }

    private static Item WithMore(Item item, string text) => item switch
    {
        Item.AgentMessage message => message with { Text = message.Text + text },
        Item.Command command => command with { Output = command.Output + text },
        _ => item,
    };
}
