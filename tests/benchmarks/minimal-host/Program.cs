using System.Globalization;
using System.Text;
using System.Text.Json;

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
var request = JsonSerializer.Deserialize(body, MinimalJson.Default.Request)!;
var answer = JsonSerializer.SerializeToUtf8Bytes(new Lsp.Response("2.0", request.Id, new Lsp.Result(new Lsp.Capabilities())), MinimalJson.Default.Response);
await output.WriteAsync(Encoding.UTF8.GetBytes($"Content-Length: {answer.Length}\r\n\r\n"));
await output.WriteAsync(answer);
await output.FlushAsync();
while (await input.ReadAsync(one) != 0)
{
}

return 0;
