using System.Globalization;
using System.Text;

// The least a .NET language server can do: read one framed message, answer it, end when the input ends.
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
const string Answer = """{"jsonrpc":"2.0","id":1,"result":{"capabilities":{}}}""";
await output.WriteAsync(Encoding.UTF8.GetBytes($"Content-Length: {Answer.Length}\r\n\r\n{Answer}"));
await output.FlushAsync();
while (await input.ReadAsync(one) != 0)
{
}

return 0;
