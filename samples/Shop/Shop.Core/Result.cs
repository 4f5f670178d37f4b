using System;

namespace Shop.Core;

/// <summary>A value, or the reason there is none.</summary>
public sealed record Result<T>
{
    private readonly T? _value;

    private Result(T? value, string? error)
    {
        _value = value;
        Error = error;
    }

    public string? Error { get; }

    public bool Succeeded => Error is null;

    public T Value => Succeeded ? _value! : throw new InvalidOperationException(Error);

    public static Result<T> Success(T value) => new(value, null);

    public static Result<T> Failure(string error) => new(default, error);

    public Result<TOther> Then<TOther>(Func<T, Result<TOther>> next) =>
        Succeeded ? next(Value) : Result<TOther>.Failure(Error!);
}
