namespace CodexLsp.Rpc;

/// <summary>How a method is run. Each method is registered in one lane; there are no others.</summary>
public enum Lane
{
    /// <summary>A notification that changes the state: pure, synchronous, in arrival order, in the admission loop.</summary>
    Mutate,

    /// <summary>A request answered from the state as it was at its admission, on the thread pool.</summary>
    Read,

    /// <summary>As <see cref="Read"/>, for long and paid work. The lane is a promise of the handler's, not a different scheduler.</summary>
    Turn,

    /// <summary>Life cycle and cancelling: handled in the admission loop, synchronously, before anything behind it is looked at.</summary>
    Control,
}
