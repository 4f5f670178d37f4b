using System.Text;

namespace CodexLsp.Rpc.Tests;

/// <summary>Whatever is sent, it is answered and the server lives.</summary>
public sealed class MalformedTests
{
    [Theory]
    [InlineData("", RpcErrorCodes.ParseError)]
    [InlineData("{", RpcErrorCodes.ParseError)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"text",}""", RpcErrorCodes.ParseError)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"text"} x""", RpcErrorCodes.ParseError)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"text"}{}""", RpcErrorCodes.ParseError)]
    [InlineData("[]", RpcErrorCodes.InvalidRequest)]
    [InlineData("""[{"jsonrpc":"2.0","id":1,"method":"text"}]""", RpcErrorCodes.InvalidRequest)]
    [InlineData("1", RpcErrorCodes.InvalidRequest)]
    [InlineData("null", RpcErrorCodes.InvalidRequest)]
    [InlineData("\"text\"", RpcErrorCodes.InvalidRequest)]
    [InlineData("{}", RpcErrorCodes.InvalidRequest)]
    [InlineData("""{"foo":"boo"}""", RpcErrorCodes.InvalidRequest)]
    [InlineData("""{"jsonrpc":"2.0"}""", RpcErrorCodes.InvalidRequest)]
    [InlineData("""{"jsonrpc":"2.0","method":1}""", RpcErrorCodes.InvalidRequest)]
    [InlineData("""{"jsonrpc":"2.0","method":{"a":[1]},"params":"x"}""", RpcErrorCodes.InvalidRequest)]
    [InlineData("""{"jsonrpc":"2.0","id":null,"method":"text"}""", RpcErrorCodes.InvalidRequest)]
    [InlineData("""{"jsonrpc":"2.0","id":1.5,"method":"text"}""", RpcErrorCodes.InvalidRequest)]
    [InlineData("""{"jsonrpc":"2.0","id":{"a":1},"method":"text"}""", RpcErrorCodes.InvalidRequest)]
    [InlineData("""{"jsonrpc":"2.0","id":99999999999999999999,"method":"text"}""", RpcErrorCodes.InvalidRequest)]
    [InlineData("""{"jsonrpc":"2.0","id":"\ud800","method":"text"}""", RpcErrorCodes.ParseError)]
    [InlineData("""{"jsonrpc":"2.0","id":null,"result":1}""", RpcErrorCodes.InvalidRequest)]
    public async Task A_message_that_is_no_request_is_answered_without_an_id(string body, int code)
    {
        await using var server = new TestServer();

        await server.Peer.SendRaw(body);

        Assert.Equal(code, (int)(await server.Peer.WaitForErrorWithoutId())["code"]!);
        await server.Peer.SendAndWait("text");
    }

    [Theory]
    [InlineData("""{"id":77,"method":"text"}""")]
    [InlineData("""{"jsonrpc":"1.0","id":77,"method":"text"}""")]
    [InlineData("""{"jsonrpc":["2.0"],"id":77,"method":"text"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":77,"method":5}""")]
    [InlineData("""{"jsonrpc":"2.0","id":77}""")]
    public async Task A_malformed_request_whose_id_can_be_read_is_answered_under_it(string body)
    {
        await using var server = new TestServer();

        await server.Peer.SendRaw(body);

        Assert.Equal(RpcErrorCodes.InvalidRequest, (int)(await server.Peer.WaitForAnswer(77))["error"]!["code"]!);
        await server.Peer.SendAndWait("text");
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_are_a_parse_error()
    {
        await using var server = new TestServer();

        await server.Peer.WriteBytes([.. "Content-Length: 42\r\n\r\n{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"te"u8, 0xC3, 0x28, .. "xt\"}"u8]);

        Assert.Equal("The message is not UTF-8.", (string?)(await server.Peer.WaitForErrorWithoutId())["message"]);
        await server.Peer.SendAndWait("text");
    }

    [Fact]
    public async Task Deep_json_is_refused()
    {
        await using var server = new TestServer();
        var deep = new string('[', 100_000) + new string(']', 100_000);

        await server.Peer.SendRaw($$"""{"jsonrpc":"2.0","id":1,"method":"text","params":{{deep}}}""");

        Assert.Equal(RpcErrorCodes.ParseError, (int)(await server.Peer.WaitForErrorWithoutId())["code"]!);
        await server.Peer.SendAndWait("text");
    }

    [Fact]
    public async Task Escaped_names_and_any_order_of_fields_are_understood()
    {
        await using var server = new TestServer();

        await server.Peer.SendRaw(""" { "extra": [{}], "p\u0061rams" : {"word":"w"}, "meth\u006fd":"s\u0061y", "jsonrpc":"2.0" } """);

        Assert.Equal("w", (string?)(await server.Peer.SendAndWait("text"))!["text"]);
    }

    [Theory]
    [InlineData("Content-Length: many\r\n\r\n{\"a\":1}", "Content-Length must be given once")]
    [InlineData("Content-Length: -1\r\n\r\n", "Content-Length must be given once")]
    [InlineData("Content-Length: +5\r\n\r\n12345", "Content-Length must be given once")]
    [InlineData("Content-Length:\r\n\r\n", "Content-Length must be given once")]
    [InlineData("Content-Length: 2147483648\r\n\r\n", "below 2 GiB")]
    [InlineData("Content-Length: 99999999999999999999\r\n\r\n", "below 2 GiB")]
    [InlineData("Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", "Content-Length must be given once")]
    [InlineData("Content-Type: x\r\n\r\n{}", "has no Content-Length")]
    [InlineData("Contemt-Length: 2\r\n\r\n{ \"text\": \"Content-Length: 5 of it\" }", "has no Content-Length")]
    [InlineData("{\"jsonrpc\":\"2.0\"}\n", "is not \"Name: value\"")]
    [InlineData(": 5\r\n\r\n", "is not \"Name: value\"")]
    public async Task A_malformed_header_is_answered_and_the_next_message_found(string bytes, string message)
    {
        await using var server = new TestServer();

        await server.Peer.WriteBytes(Encoding.UTF8.GetBytes(bytes));

        var error = await server.Peer.WaitForErrorWithoutId();
        Assert.Equal(RpcErrorCodes.ParseError, (int)error["code"]!);
        Assert.Contains(message, (string?)error["message"], StringComparison.Ordinal);
        await server.Peer.SendAndWait("text");
    }

    [Fact]
    public async Task A_header_that_never_ends_is_bounded_and_the_next_message_found()
    {
        await using var server = new TestServer();

        await server.Peer.WriteBytes(Encoding.ASCII.GetBytes($"X-Long: {new string('x', 10_000)}"));

        Assert.Equal("The message header is longer than 4096 bytes.", (string?)(await server.Peer.WaitForErrorWithoutId())["message"]);
        await server.Peer.SendAndWait("text");
    }

    [Fact]
    public async Task A_stream_in_which_no_header_can_be_found_ends_the_connection()
    {
        await using var server = new TestServer();

        await server.Peer.WriteBytes(new byte[200_000]);

        Assert.Equal(new RpcExit(1, "No message in 65536 bytes after a header that could not be read."), await server.Exit());
        Assert.Contains(server.LogLines, l => l.StartsWith("Error: The connection ends with code 1: No message in 65536", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":77,"method":"text","params":{"x":"$"}}""")]
    [InlineData("""{"id":77,"params":{"x":"$"},"jsonrpc":"2.0","method":"text"}""")]
    public async Task A_message_that_is_too_long_is_skipped_and_answered_under_its_id(string body)
    {
        await using var server = new TestServer(options: o => o with { MaxMessageBytes = 1000 });

        await server.Peer.SendRaw(body.Replace("$", new string('x', 100_000), StringComparison.Ordinal));

        var error = (await server.Peer.WaitForAnswer(77))["error"]!;
        Assert.Equal(RpcErrorCodes.InvalidRequest, (int)error["code"]!);
        Assert.Contains("at most 1000 are taken", (string?)error["message"], StringComparison.Ordinal);
        await server.Peer.SendAndWait("text");
    }

    [Fact]
    public async Task Other_headers_blank_lines_and_bare_line_feeds_are_understood()
    {
        await using var server = new TestServer();
        var body = """{"jsonrpc":"2.0","method":"say","params":{"word":"w"}}""";

        await server.Peer.WriteBytes(Encoding.UTF8.GetBytes(
            $"\r\n\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length:{body.Length}\r\n\r\n{body}Content-Length: {body.Length} \n\n{body}"));

        Assert.Equal("w w", (string?)(await server.Peer.SendAndWait("text"))!["text"]);
    }
}
