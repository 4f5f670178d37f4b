using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace CodexLsp.ModelServer;

/// <summary>What the scripted model answers, and what goes wrong with it.</summary>
/// <remarks>Setters, not <c>init</c>: generated JSON readers give init-only properties that are absent the default of their type.</remarks>
public sealed record Answer
{
    /// <summary>An answer that calls one tool.</summary>
    /// <param name="tool">Its name.</param>
    /// <param name="arguments">The arguments as the model writes them.</param>
    public static Answer Calling(string tool, string arguments) => new()
    {
        Output = [new JsonObject { ["type"] = "function_call", ["name"] = tool, ["arguments"] = arguments }],
    };

    /// <summary>The text of one message; null when <see cref="Output"/> says what comes.</summary>
    public AnswerText? Text { get; set; }

    /// <summary>
    /// The output items in order, as the Responses API has them when they are whole (<c>message</c>, <c>reasoning</c>,
    /// <c>function_call</c>, <c>custom_tool_call</c>); ids and states are filled in. An item of any other type is sent as it is.
    /// </summary>
    public ImmutableArray<JsonObject> Output { get; set; } = [];

    /// <summary>The tokens reported at the end; null is estimated from the texts at four characters a token.</summary>
    public AnswerUsage? Usage { get; set; }

    /// <summary>Characters in a delta.</summary>
    public int DeltaChars { get; set; } = 4;

    /// <summary>Deltas per second; 0 is as fast as possible.</summary>
    public double DeltasPerSecond { get; set; }

    /// <summary>How long the first byte of the answer is kept back, in milliseconds.</summary>
    public int FirstByteMs { get; set; }

    /// <summary>Where a test may hold the answer.</summary>
    public AnswerGate? Gate { get; set; }

    /// <summary>What goes wrong once the stream runs.</summary>
    public Fault? Fault { get; set; }

    /// <summary>The HTTP status; with another than 200 the answer is <see cref="Error"/> or <see cref="Body"/>.</summary>
    public int Status { get; set; } = 200;

    /// <summary>Further headers of the answer, such as <c>Retry-After</c> or <c>Location</c>.</summary>
    public ImmutableDictionary<string, string> Headers { get; set; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The vendor's error object of a status other than 200; null is one that suits the status.</summary>
    public VendorError? Error { get; set; }

    /// <summary>A body that is not the vendor's (a proxy's page), whatever the status.</summary>
    public string? Body { get; set; }
}

/// <summary>Where an answer waits while a test holds the gate.</summary>
/// <param name="Name">The gate's name.</param>
/// <param name="After">Deltas sent before it; null is before the first byte.</param>
public sealed record AnswerGate(string Name, int? After = null);

/// <summary>The tokens an answer reports.</summary>
public sealed record AnswerUsage(int InputTokens, int OutputTokens, int CachedInputTokens = 0, int ReasoningTokens = 0);

/// <summary>The error object of the vendor's error bodies.</summary>
public sealed record VendorError(string Message, string? Type = null, string? Code = null, string? Param = null);

/// <summary>What goes wrong in a running stream.</summary>
/// <param name="Kind">What.</param>
/// <param name="After">Deltas sent before it.</param>
public sealed record Fault(FaultKind Kind, int After = 0)
{
    /// <summary>The provider's words, where the fault has any.</summary>
    public string? Message { get; set; }

    /// <summary>The provider's code, or the reason of an incomplete answer.</summary>
    public string? Code { get; set; }
}

/// <summary>What can go wrong in a running stream.</summary>
public enum FaultKind
{
    /// <summary>Nothing more comes; the connection stays open until the client closes it.</summary>
    Stall,

    /// <summary>The socket is reset.</summary>
    Cut,

    /// <summary>The body ends in order, but without <c>response.completed</c>.</summary>
    End,

    /// <summary>A data line that is not JSON.</summary>
    Malformed,

    /// <summary>An event of a type nobody knows, a comment and a field nobody knows; then the answer goes on.</summary>
    UnknownEvent,

    /// <summary><c>response.failed</c> with the words given.</summary>
    Failed,

    /// <summary><c>response.incomplete</c> with the reason given.</summary>
    Incomplete,

    /// <summary>An <c>error</c> event with the words given.</summary>
    Error,

    /// <summary>The last text delta again and again until the client closes.</summary>
    Endless,

    /// <summary>A line that never ends until the client closes.</summary>
    GiantLine,

    /// <summary>A data line of JSON nested a hundred thousand deep.</summary>
    DeepJson,
}
