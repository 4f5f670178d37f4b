using System.Diagnostics.CodeAnalysis;

namespace CodexLsp.Engine;

/// <summary>What was asked for, or why it could not be had.</summary>
public sealed record Outcome<T>
    where T : class
{
    private Outcome(T? value, Failure? failure)
    {
        Value = value;
        Failure = failure;
    }

    /// <summary>What was asked for; null when there is a <see cref="Failure"/>.</summary>
    public T? Value { get; }

    /// <summary>Why not; null when there is a <see cref="Value"/>.</summary>
    public Failure? Failure { get; }

    /// <summary>Whether there is a <see cref="Value"/>.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool Succeeded => Value is not null;

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Failure failure) => new(null, failure);
}
