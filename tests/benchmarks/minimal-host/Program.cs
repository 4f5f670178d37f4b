using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

// The least a .NET language server can do: read one framed message, take its JSON apart, answer it in JSON, end when the input ends.
await using var input = Console.OpenStandardInput();
await using var output = Console.OpenStandardOutput();
var header = new StringBuilder();
var one = new byte[1];
while (!header.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
{
    if (await input.ReadAsync(one) == 0)
    {
        return 1;
    }

    header.Append((char)one[0]);
}

var body = new byte[int.Parse(header.ToString().AsSpan("Content-Length: ".Length).Trim(), CultureInfo.InvariantCulture)];
await input.ReadExactlyAsync(body);
var request = JsonSerializer.Deserialize(body, MinimalJson.Default.InitializeRequest)!;
var answer = JsonSerializer.SerializeToUtf8Bytes(new InitializeResponse("2.0", request.Id, new InitializeResult(new Capabilities())), MinimalJson.Default.InitializeResponse);
await output.WriteAsync(Encoding.UTF8.GetBytes($"Content-Length: {answer.Length}\r\n\r\n"));
await output.WriteAsync(answer);
await output.FlushAsync();
while (await input.ReadAsync(one) != 0)
{
}

return 0;

internal sealed record InitializeRequest(int Id, string Method, InitializeParams Params);

internal sealed record InitializeParams(int? ProcessId, string? RootUri, Capabilities Capabilities);

internal sealed record InitializeResponse(string Jsonrpc, int Id, InitializeResult Result);

internal sealed record InitializeResult(Capabilities Capabilities);

internal sealed record Capabilities;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(InitializeRequest))]
[JsonSerializable(typeof(InitializeResponse))]
internal sealed partial class MinimalJson : JsonSerializerContext;
