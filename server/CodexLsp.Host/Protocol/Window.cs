using System.Text.Json;

namespace CodexLsp.Host.Protocol;

/// <summary>Params of <c>window/showMessage</c>: 1 error, 2 warning, 3 info.</summary>
internal sealed record ShowMessageParams(int Type, string Message);

/// <summary>Params of <c>window/showMessageRequest</c>.</summary>
internal sealed record ShowMessageRequestParams(int Type, string Message, IReadOnlyList<MessageActionItem> Actions);

/// <summary>A button.</summary>
internal sealed record MessageActionItem(string Title);

/// <summary>Params of <c>window/workDoneProgress/create</c> and <c>cancel</c>: the token is a string or a number.</summary>
internal sealed record WorkDoneProgressParams(JsonElement Token);

/// <summary>Params of <c>$/progress</c>.</summary>
internal sealed record ProgressParams(JsonElement Token, WorkDoneProgress Value);

/// <summary>One report: kind <c>begin</c>, <c>report</c> or <c>end</c>.</summary>
internal sealed record WorkDoneProgress(
    string Kind, string? Title = null, string? Message = null, bool? Cancellable = null, int? Percentage = null);

/// <summary>Params of <c>$/setTrace</c>: <c>off</c>, <c>messages</c> or <c>verbose</c>.</summary>
internal sealed record SetTraceParams(string Value);

/// <summary>Params of <c>$/logTrace</c>; <paramref name="Verbose"/> says more.</summary>
internal sealed record LogTraceParams(string Message, string? Verbose = null);
