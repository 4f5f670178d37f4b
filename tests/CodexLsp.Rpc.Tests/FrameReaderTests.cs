using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace CodexLsp.Rpc.Tests;

/// <summary>Framing as a function from bytes to frames, however the bytes arrive.</summary>
public sealed class FrameReaderTests
{
    private const int Limit = 300;

    [Fact]
    public void Any_split_of_the_bytes_gives_the_same_messages() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(200),
        Prop.ForAll(
            ArbMap.Default.ArbFor<NonNull<string>[]>(),
            ArbMap.Default.ArbFor<PositiveInt[]>(),
            async (NonNull<string>[] texts, PositiveInt[] splits) =>
            {
                var bodies = texts.Select(t => Encoding.UTF8.GetBytes(t.Get)).ToList();
                var bytes = bodies.SelectMany(b => Encoding.ASCII.GetBytes($"Content-Length: {b.Length}\r\n\r\n").Concat(b)).ToArray();

                var frames = await Read(bytes, splits);

                Assert.Equal(
                    [.. bodies.Select(b => b.Length > Limit ? "TooLong" : $"Message {Convert.ToHexString(b)}"), "End"],
                    frames);
            }));

    [Fact]
    public void Broken_input_gives_the_same_frames_however_it_is_split_and_always_ends() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Noise.ToArbitrary(), ArbMap.Default.ArbFor<PositiveInt[]>(), async (byte[] bytes, PositiveInt[] splits) =>
        {
            var whole = await Read(bytes, []);
            var split = await Read(bytes, splits);

            Assert.Equal(whole, split);
            Assert.True(whole[^1] is "End" or "Lost", whole[^1]);
        }));

    [Fact]
    public void A_message_behind_noise_is_found() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<PositiveInt[]>(), async (byte[] noise, PositiveInt[] splits) =>
        {
            // A first line that is no header, so that the reader is searching whatever the noise is.
            byte[] bytes = [.. "noise\n"u8, .. noise, .. "Content-Length: 2\r\n\r\n{}"u8];

            Assert.Contains("Message 7B7D", await Read(bytes, splits));
        }));

    [Fact]
    public async Task A_message_of_exactly_the_limit_is_taken_and_one_byte_more_is_not()
    {
        var bytes = Encoding.ASCII.GetBytes($"Content-Length: {Limit}\r\n\r\n{new string('a', Limit)}Content-Length: {Limit + 1}\r\n\r\n{new string('a', Limit + 1)}");

        Assert.Equal([$"Message {new string('x', Limit).Replace("x", "61", StringComparison.Ordinal)}", "TooLong", "End"], await Read(bytes, []));
    }

    [Theory]
    [InlineData(200, "Message 7B7D")]
    [InlineData(201, "BadHeader")]
    public async Task A_header_of_exactly_the_limit_is_taken_and_one_byte_more_is_not_however_it_is_split(int length, string first)
    {
        const string Named = "Pad: \r\nContent-Length: 2\r\n\r\n";
        var header = Named.Replace("Pad: ", $"Pad: {new string('x', length - Named.Length)}", StringComparison.Ordinal);
        var bytes = Encoding.ASCII.GetBytes($"{header}{{}}");

        Assert.Equal([first, "End"], await Read(bytes, []));
        Assert.Equal([first, "End"], await Read(bytes, [PositiveInt.NewPositiveInt(1)]));
    }

    /// <summary>Pieces of headers and bodies in any order, with bytes of no meaning between them.</summary>
    private static Gen<byte[]> Noise { get; } = Gen.OneOf(
            Gen.Elements("Content-Length: 5\r\n\r\nhello", "Content-Length: 400\r\n", "Content-Length:", "content-length: 3", "\r\n", "\n", "\r\n\r\n", "Content-Length: x\r\n", "Content-", ": ", "{\"a\":\"Content-Length: 4\"}", "99999999999")
                .Select(Encoding.ASCII.GetBytes),
            ArbMap.Default.GeneratorFor<byte[]>())
        .ArrayOf()
        .Select(parts => parts.SelectMany(p => p).ToArray());

    private static async Task<List<string>> Read(byte[] bytes, PositiveInt[] splits)
    {
        using var input = new ChunkedStream(bytes, [.. splits.Select(s => s.Get)]);
        var reader = new FrameReader(input, maxMessageBytes: Limit, maxHeaderBytes: 200, maxLostBytes: 2000);
        var frames = new List<string>();
        while (true)
        {
            var frame = await reader.ReadAsync(Deadline.Token());
            frames.Add(frame.Kind is FrameKind.Message ? $"Message {Convert.ToHexString(frame.Buffer.AsSpan(0, frame.Length))}" : frame.Kind.ToString());
            if (frame.Buffer is { } buffer)
                ArrayPool<byte>.Shared.Return(buffer);
            if (frame.Kind is FrameKind.End or FrameKind.Lost)
                return frames;
        }
    }

    /// <summary>Gives its bytes in pieces of the sizes it is told, then in pieces of one byte.</summary>
    private sealed class ChunkedStream(byte[] bytes, int[] sizes) : MemoryStream(bytes)
    {
        private int _next;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var size = sizes.Length == 0 ? buffer.Length : _next < sizes.Length ? sizes[_next++] : 1;
            return base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
        }
    }
}
