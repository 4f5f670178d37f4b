using System.Globalization;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Journal;
using CodexLsp.Engine.Turns;
using Microsoft.Extensions.Logging.Abstractions;

namespace CodexLsp.Engine.Tests.Journal;

/// <summary>A state folder of one test's own with a clock that moves a second at every look.</summary>
internal sealed class JournalTest : IDisposable
{
    public const string Key = "sk-canary-0123456789";

    private readonly TemporaryFolder _folder = new();

    public JournalTest() => Store = NewStore();

    public AbsolutePath State => new(_folder["state"]);

    public AbsolutePath Workspace => new(_folder["work"]);

    public TickingClock Clock { get; } = new();

    public ThreadStore Store { get; }

    /// <summary>A second process, as far as the journal can tell.</summary>
    public ThreadStore NewStore() => new(
        new JournalFolder(State),
        Clock,
        text => text.Replace(Key, "[redacted]", StringComparison.Ordinal),
        NullLogger<ThreadStore>.Instance);

    public string JournalOf(string threadId) =>
        Directory.GetFiles(State.Value, threadId + ".jsonl", SearchOption.AllDirectories).Single();

    public string[] BlobsOf(string threadId) =>
        Directory.GetFiles(Path.ChangeExtension(JournalOf(threadId), ".blobs"), "*", SearchOption.AllDirectories);

    public Turn NewTurn() => new() { Id = Ids.New(Clock), Mode = TurnMode.Edit, Status = TurnStatus.Running, StartedAt = Clock.GetUtcNow() };

    public Item Say(string text) => new Item.AgentMessage(Ids.New(Clock), ItemStatus.Completed, text);

    public async Task<CodexThread> ReadAsync(string threadId) => (await ReadWithDamageAsync(threadId)).Thread;

    public async Task<ThreadReading> ReadWithDamageAsync(string threadId)
    {
        var outcome = await Store.ReadThreadAsync(threadId, Deadline.Token());
        Assert.Null(outcome.Failure);
        return outcome.Value!;
    }

    public async Task<ThreadWriter> OpenAsync(string threadId)
    {
        var outcome = await Store.OpenAsync(threadId, Deadline.Token());
        Assert.Null(outcome.Failure);
        return outcome.Value!;
    }

    public void Dispose()
    {
        Store.Dispose();
        _folder.Dispose();
    }

    internal sealed class TickingClock : TimeProvider
    {
        private long _seconds = DateTimeOffset.Parse("2026-03-04T05:06:07Z", CultureInfo.InvariantCulture).ToUnixTimeSeconds();

        public void Advance(TimeSpan time) => Interlocked.Add(ref _seconds, (long)time.TotalSeconds);

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(Interlocked.Increment(ref _seconds));
    }
}
