using System.Text.Json.Nodes;

namespace CodexLsp.ModelServer;

/// <summary>One event of a stream.</summary>
/// <param name="Data">Its JSON, with type and sequence number.</param>
/// <param name="IsDelta">Whether it carries a piece of the answer: what rates, gates and faults count.</param>
internal readonly record struct ResponseEvent(JsonObject Data, bool IsDelta = false)
{
    public string Type => Data["type"]!.GetValue<string>();
}

/// <summary>
/// An answer as the events of the Responses API, in the order and with the fields of the real service
/// (https://platform.openai.com/docs/api-reference/responses-streaming).
/// </summary>
internal sealed class ResponseEvents(Answer answer, RecordedRequest request)
{
    private readonly string _id = Id("resp");
    private readonly List<JsonObject> _output = [];
    private int _sequence;
    private int _characters;

    /// <summary>Everything up to the last output item; made as it is taken, so that sequence numbers hold whatever is put between.</summary>
    public IEnumerable<ResponseEvent> Body()
    {
        yield return Event("response.created", ("response", Response("in_progress")));
        yield return Event("response.in_progress", ("response", Response("in_progress")));
        var items = answer.Text is { } text ? [Message(text.Value), .. answer.Output] : answer.Output;
        for (var index = 0; index < items.Length; index++)
        {
            foreach (var e in Item(items[index].DeepClone().AsObject(), index))
            {
                yield return e;
            }
        }
    }

    public ResponseEvent Completed() => Event("response.completed", ("response", Response("completed")));

    public ResponseEvent Failed(string code, string message)
    {
        var response = Response("failed");
        response["error"] = new JsonObject { ["code"] = code, ["message"] = message };
        return Event("response.failed", ("response", response));
    }

    public ResponseEvent Incomplete(string reason)
    {
        var response = Response("incomplete");
        response["incomplete_details"] = new JsonObject { ["reason"] = reason };
        return Event("response.incomplete", ("response", response));
    }

    public ResponseEvent Error(string code, string message) => Event("error", ("code", code), ("message", message), ("param", null));

    public ResponseEvent Unknown() => Event("response.never_heard_of_this", ("payload", new JsonObject { ["depth"] = 1 }));

    private static JsonObject Message(string text) => new()
    {
        ["type"] = "message",
        ["content"] = new JsonArray(new JsonObject { ["type"] = "output_text", ["text"] = text }),
    };

    private static string Id(string prefix) => $"{prefix}_{Guid.NewGuid():N}";

    private IEnumerable<ResponseEvent> Item(JsonObject item, int index)
    {
        var (prefix, events) = item["type"]?.GetValue<string>() switch
        {
            "message" => ("msg", Parts(item, "content", PartEvents)),
            "reasoning" => ("rs", Parts(item, "summary", SummaryEvents)),
            "function_call" => ("fc", Input(item, "arguments", "response.function_call_arguments")),
            "custom_tool_call" => ("ctc", Input(item, "input", "response.custom_tool_call_input")),
            _ => ("item", (Func<JsonObject, int, IEnumerable<ResponseEvent>>?)null),
        };
        item["id"] ??= Id(prefix);
        item["status"] ??= "completed";
        switch (prefix)
        {
            case "msg":
                item["role"] ??= "assistant";
                break;
            case "fc" or "ctc":
                item["call_id"] ??= Id("call");
                break;
        }

        var started = item.DeepClone().AsObject();
        started["status"] = "in_progress";
        foreach (var (key, empty) in (ReadOnlySpan<(string, Func<JsonNode>)>)[
            ("content", () => new JsonArray()), ("summary", () => new JsonArray()), ("arguments", () => ""), ("input", () => "")])
        {
            if (events is not null && started.ContainsKey(key))
            {
                started[key] = empty();
            }
        }

        return Framed();

        IEnumerable<ResponseEvent> Framed()
        {
            yield return Event("response.output_item.added", ("output_index", index), ("item", started));
            foreach (var e in events?.Invoke(item, index) ?? [])
            {
                yield return e;
            }

            yield return Event("response.output_item.done", ("output_index", index), ("item", item.DeepClone()));
            _output.Add(item);
        }
    }

    private static Func<JsonObject, int, IEnumerable<ResponseEvent>> Parts(
        JsonObject item, string list, Func<string, int, int, JsonObject, IEnumerable<ResponseEvent>> part) =>
        (_, index) => item[list]?.AsArray().Select((p, i) => (p, i))
            .SelectMany(p => part(item["id"]!.GetValue<string>(), index, p.i, p.p!.AsObject())) ?? [];

    private IEnumerable<ResponseEvent> PartEvents(string id, int output, int index, JsonObject part)
    {
        var (kind, field) = part["type"]?.GetValue<string>() switch
        {
            "refusal" => ("response.refusal", "refusal"),
            _ => ("response.output_text", "text"),
        };
        var whole = part[field]!.GetValue<string>();
        if (field == "text")
        {
            part["annotations"] ??= new JsonArray();
            part["logprobs"] ??= new JsonArray();
        }

        var empty = part.DeepClone();
        empty[field] = "";
        (string, JsonNode?)[] place = [("item_id", id), ("output_index", output), ("content_index", index)];
        yield return Event("response.content_part.added", [.. place, ("part", empty)]);
        foreach (var delta in Deltas(whole))
        {
            yield return Delta(kind + ".delta", delta, place);
        }

        yield return Event(kind + ".done", [.. place, (field, whole)]);
        yield return Event("response.content_part.done", [.. place, ("part", part.DeepClone())]);
    }

    private IEnumerable<ResponseEvent> SummaryEvents(string id, int output, int index, JsonObject part)
    {
        var whole = part["text"]!.GetValue<string>();
        (string, JsonNode?)[] place = [("item_id", id), ("output_index", output), ("summary_index", index)];
        yield return Event("response.reasoning_summary_part.added", [.. place, ("part", new JsonObject { ["type"] = "summary_text", ["text"] = "" })]);
        foreach (var delta in Deltas(whole))
        {
            yield return Delta("response.reasoning_summary_text.delta", delta, place);
        }

        yield return Event("response.reasoning_summary_text.done", [.. place, ("text", whole)]);
        yield return Event("response.reasoning_summary_part.done", [.. place, ("part", part.DeepClone())]);
    }

    private Func<JsonObject, int, IEnumerable<ResponseEvent>> Input(JsonObject item, string field, string kind)
    {
        return Events;

        IEnumerable<ResponseEvent> Events(JsonObject _, int output)
        {
            var whole = item[field]!.GetValue<string>();
            (string, JsonNode?)[] place = [("item_id", item["id"]!.GetValue<string>()), ("output_index", output)];
            foreach (var delta in Deltas(whole))
            {
                yield return Delta(kind + ".delta", delta, place);
            }

            yield return Event(kind + ".done", [.. place, (field, whole)]);
        }
    }

    private IEnumerable<string> Deltas(string whole)
    {
        var size = Math.Max(1, answer.DeltaChars);
        for (var start = 0; start < whole.Length;)
        {
            var end = Math.Min(start + size, whole.Length);
            if (end < whole.Length && char.IsHighSurrogate(whole[end - 1]))
            {
                end++;
            }

            yield return whole[start..end];
            _characters += end - start;
            start = end;
        }
    }

    // The real service pads deltas so that their sizes on the wire do not give the text away.
    private ResponseEvent Delta(string type, string delta, (string, JsonNode?)[] place) =>
        Event(type, [.. place, ("delta", delta), ("obfuscation", new string('x', 16 - (delta.Length % 16)))]) with { IsDelta = true };

    private ResponseEvent Event(string type, params ReadOnlySpan<(string Name, JsonNode? Value)> fields)
    {
        var data = new JsonObject { ["type"] = type, ["sequence_number"] = _sequence++ };
        foreach (var (name, value) in fields)
        {
            data[name] = value?.DeepClone();
        }

        return new ResponseEvent(data);
    }

    private JsonObject Response(string status)
    {
        var asked = request.Json!;
        return new JsonObject
        {
            ["id"] = _id,
            ["object"] = "response",
            ["created_at"] = request.At.ToUnixTimeSeconds(),
            ["status"] = status,
            ["background"] = false,
            ["error"] = null,
            ["incomplete_details"] = null,
            ["instructions"] = asked["instructions"]?.DeepClone(),
            ["max_output_tokens"] = asked["max_output_tokens"]?.DeepClone(),
            ["metadata"] = new JsonObject(),
            ["model"] = request.Model,
            ["output"] = new JsonArray([.. _output.Select(item => item.DeepClone())]),
            ["parallel_tool_calls"] = true,
            ["previous_response_id"] = null,
            ["prompt_cache_key"] = asked["prompt_cache_key"]?.DeepClone(),
            ["reasoning"] = asked["reasoning"]?.DeepClone() ?? new JsonObject { ["effort"] = null, ["summary"] = null },
            ["service_tier"] = "default",
            ["store"] = asked["store"]?.DeepClone() ?? true,
            ["temperature"] = 1.0,
            ["text"] = new JsonObject { ["format"] = new JsonObject { ["type"] = "text" }, ["verbosity"] = "medium" },
            ["tool_choice"] = "auto",
            ["tools"] = asked["tools"]?.DeepClone() ?? new JsonArray(),
            ["top_p"] = 1.0,
            ["truncation"] = "disabled",
            ["usage"] = status == "in_progress" ? null : Usage(),
        };
    }

    private JsonObject Usage()
    {
        var usage = answer.Usage ?? new AnswerUsage((request.Text.Length + 3) / 4, (_characters + 3) / 4);
        return new JsonObject
        {
            ["input_tokens"] = usage.InputTokens,
            ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = usage.CachedInputTokens },
            ["output_tokens"] = usage.OutputTokens,
            ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = usage.ReasoningTokens },
            ["total_tokens"] = usage.InputTokens + usage.OutputTokens,
        };
    }
}
