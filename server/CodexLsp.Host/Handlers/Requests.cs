using System.Text.Json;
using CodexLsp.Engine;
using CodexLsp.Host.Conversion;
using CodexLsp.Host.Protocol;
using CodexLsp.Rpc;

namespace CodexLsp.Host.Handlers;

/// <summary>Turns what a request cannot have into the error a client can act on.</summary>
internal static class Requests
{
    /// <summary>The value, or the answer <c>-32803</c> with the failure as its data.</summary>
    /// <exception cref="RpcException">There is no value.</exception>
    public static T Require<T>(Outcome<T> outcome)
        where T : class => outcome.Value ?? throw Failed(outcome.Failure!);

    /// <summary>The answer <c>-32803</c>, which says what to do next.</summary>
    public static RpcException Failed(Failure failure)
    {
        var words = failure.Next is { } next ? $"{failure.Message} {next}" : failure.Message;
        return new RpcException(RpcErrorCodes.RequestFailed, words, JsonSerializer.SerializeToElement(ToWire.Error(failure), WireJson.Default.Error));
    }
}
