using CodexLsp.CSharp.Loading;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis;

namespace CodexLsp.CSharp.Tests.Loading;

public sealed class SolutionSlotTests
{
    private readonly SemaphoreSlim _started = new(0);
    private readonly SemaphoreSlim _go = new(0);
    private readonly List<string> _published = [];
    private readonly List<string> _faults = [];
    private int _loads;

    [Fact]
    public async Task Requests_during_a_load_make_one_more_and_the_last_result_stays_in_use()
    {
        await using var slot = Slot();
        slot.Request();
        await Started();
        slot.Request();
        slot.Request();
        slot.Request();
        Assert.Null(slot.Last);

        _go.Release();
        await Started();
        Assert.Equal("1.sln", slot.Last!.Path.Name);
        _go.Release();
        await Deadline.Within(slot.IdleAsync(), "the slot to be idle");

        Assert.Equal(["1.sln", "2.sln"], _published);
        Assert.Equal("2.sln", slot.Last!.Path.Name);
    }

    [Fact]
    public async Task A_fault_is_told_and_the_slot_goes_on()
    {
        await using var slot = Slot(failing: 2);
        slot.Request();
        slot.Request();
        _go.Release(3);
        await Deadline.Within(slot.IdleAsync(), "the slot to be idle");
        slot.Request();
        await Deadline.Within(slot.IdleAsync(), "the slot to be idle");
        slot.Request();
        await Deadline.Within(slot.IdleAsync(), "the slot to be idle");

        Assert.Equal(["2"], _faults);
        Assert.Equal($"{_loads}.sln", slot.Last!.Path.Name);
    }

    [Fact]
    public async Task Dispose_cancels_the_load_and_publishes_nothing()
    {
        var slot = Slot();
        slot.Request();
        await Started();

        await Deadline.Within(slot.DisposeAsync().AsTask(), "the slot to close");
        slot.Request();

        Assert.Empty(_published);
        Assert.Empty(_faults);
        Assert.Equal(1, _loads);
    }

    private Task Started() => Deadline.Within(_started.WaitAsync(), "a load to start");

    private SolutionSlot Slot(int failing = 0) => new(
        async cancellationToken =>
        {
            var number = ++_loads;
            _started.Release();
            await _go.WaitAsync(cancellationToken);
            return number == failing ? throw new IOException($"{number}") : Loaded(number);
        },
        loaded => _published.Add(loaded.Path.Name),
        e => _faults.Add(e.Message));

    private static LoadedSolution Loaded(int number) => new(
        new AbsolutePath(Path.GetFullPath($"/{number}.sln")), new AdhocWorkspace().CurrentSolution, [], [], ProjectInputs.Nothing, new(), FromCache: false);
}
