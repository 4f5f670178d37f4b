using CodexLsp.Engine.Policy;
using CodexLsp.Host.Composition;

namespace CodexLsp.Host.Tests.Composition;

public sealed class EditorKeysTests
{
    private const string Endpoint = "https://endpoint/v1";

    private readonly ManualTime _time = new();
    private readonly Redactor _redactor = new();
    private readonly List<TaskCompletionSource<string?>> _questions = [];

    [Fact]
    public async Task One_question_is_open_at_a_time_and_its_answer_is_held()
    {
        var keys = Keys();
        var first = keys.ReadAsync(Endpoint, default);
        var second = keys.ReadAsync(Endpoint, default);
        Assert.Single(_questions).SetResult("secret-1");

        Assert.Equal(("secret-1", "secret-1", "secret-1"), (await first, await second, await keys.ReadAsync(Endpoint, default)));
        Assert.Single(_questions);
        Assert.Null(keys.Held("https://other/v1"));
    }

    [Fact]
    public async Task Editor_that_is_silent_stops_one_turn_for_a_while_and_no_other()
    {
        var keys = Keys();
        var first = keys.ReadAsync(Endpoint, default);
        _time.Advance(EditorKeys.Patience);

        Assert.Null(await Deadline.Within(first, "the silence to end"));
        Assert.Null(await Deadline.Within(keys.ReadAsync(Endpoint, default), "the next turn"));
        _questions[0].SetResult("secret-1");
        Assert.Equal("secret-1", await keys.ReadAsync(Endpoint, default));
        Assert.Single(_questions);
    }

    [Fact]
    public async Task Editor_without_a_key_is_asked_again_the_next_time()
    {
        var keys = Keys();
        var first = keys.ReadAsync(Endpoint, default);
        _questions[0].SetResult("");
        Assert.Null(await first);

        var second = keys.ReadAsync(Endpoint, default);
        _questions[1].SetResult("secret-1");
        Assert.Equal("secret-1", await second);
    }

    [Fact]
    public async Task Refused_key_is_asked_for_anew_unless_another_is_held_already()
    {
        var keys = Keys();
        var first = keys.ReadAsync(Endpoint, default);
        _questions[0].SetResult("secret-1");
        await first;

        Assert.Equal("secret-1", await keys.ReadAnotherAsync(Endpoint, "of-the-environment", default));
        var another = keys.ReadAnotherAsync(Endpoint, "secret-1", default);
        _questions[1].SetResult("secret-2");
        Assert.Equal("secret-2", await another);

        var same = keys.ReadAnotherAsync(Endpoint, "secret-2", default);
        _questions[2].SetResult("secret-2");
        Assert.Null(await same);
    }

    [Fact]
    public async Task Forgotten_key_is_asked_for_anew_even_while_an_old_answer_is_on_its_way()
    {
        var keys = Keys();
        var first = keys.ReadAsync(Endpoint, default);
        keys.Forget(Endpoint);
        _questions[0].SetResult("secret-1");
        await first;
        Assert.Null(keys.Held(Endpoint));

        var second = keys.ReadAsync(Endpoint, default);
        _questions[1].SetResult("secret-2");
        await second;
        Assert.Equal("secret-2", keys.Held(Endpoint));

        keys.Forget(Endpoint);
        Assert.Null(keys.Held(Endpoint));
    }

    [Fact]
    public async Task Key_is_known_to_the_redactor_before_anyone_has_it()
    {
        var first = Keys().ReadAsync(Endpoint, default);
        _questions[0].SetResult("secret-1");
        await first;

        Assert.DoesNotContain("secret-1", _redactor.Redact("it is secret-1"), StringComparison.Ordinal);
    }

    private EditorKeys Keys() => new(
        _ =>
        {
            _questions.Add(new TaskCompletionSource<string?>());
            return _questions[^1].Task;
        },
        _redactor,
        _time);
}
