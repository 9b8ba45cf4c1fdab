using KubeEdge.EdgeMesh.Edge.MetaServer.Recency;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;
using Microsoft.Extensions.Time.Testing;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Recency;

public sealed class SharedAnswersTests
{
    private readonly CountedTimers _time = new();
    private readonly List<TaskCompletionSource<int>> _asked = [];
    private readonly SharedAnswers<string, int> _answers;

    public SharedAnswersTests() => _answers = new SharedAnswers<string, int>(_time);

    [Fact]
    public async Task Ask_WhileAQuestionIsUnderWay_SharesTheNextOne()
    {
        using var first = Ask();
        using var second = Ask();
        using var third = Ask();
        Assert.Same(second.Answer, third.Answer);
        await AnswerAsync(0, 1);
        Assert.Equal(1, await first.Answer);
        first.Dispose();
        await AnswerAsync(1, 2);
        Assert.Equal(2, await second.Answer);
        second.Dispose();
        third.Dispose();
        using var later = Ask();
        await AnswerAsync(2, 3);
        Assert.Equal(3, await later.Answer);
        Assert.Equal(3, _asked.Count);
    }

    /// <summary>Those who are being served ask again soon: whoever comes meanwhile waits for them and a moment more, and all share one question.</summary>
    [Fact]
    public async Task Ask_WhileTheLastAnswerIsInUse_WaitsUntilItIsNot()
    {
        using var first = Ask();
        using var second = Ask();
        using var third = Ask();
        await AnswerAsync(0, 1);
        await first.Answer;
        first.Dispose();
        await AnswerAsync(1, 2, took: TimeSpan.FromMilliseconds(100));
        await second.Answer;
        var timers = _time.Timers;
        using var fourth = Ask();
        await WaitsAsync(timers + 1);
        second.Dispose();
        _time.Advance(TimeSpan.FromMilliseconds(300));
        Assert.Equal(2, Asked());
        third.Dispose();
        await WaitsAsync(timers + 2);
        using var fifth = Ask();
        Assert.Same(fourth.Answer, fifth.Answer);
        Assert.Equal(2, Asked());
        _time.Advance(TimeSpan.FromMilliseconds(7));
        await AnswerAsync(2, 3);
        Assert.Equal(3, await fifth.Answer);
    }

    /// <summary>Where nobody shares there is nobody to wait for.</summary>
    [Fact]
    public async Task Ask_AfterOneWhoAskedAlone_WaitsNoMoment()
    {
        using var first = Ask();
        await AnswerAsync(0, 1, took: TimeSpan.FromMilliseconds(100));
        await first.Answer;
        using var second = Ask();
        await WaitsAsync(1);
        first.Dispose();
        await AnswerAsync(1, 2);
        Assert.Equal(2, await second.Answer);
    }

    /// <summary>Who reads slowly holds nobody up for longer than four times what the answer took, and never for long.</summary>
    [Theory]
    [InlineData(100, 400)]
    [InlineData(2000, 500)]
    public async Task Ask_WhileTheLastAnswerIsInUse_WaitsForALimitedTime(int took, int waited)
    {
        using var slow = Ask();
        await AnswerAsync(0, 1, TimeSpan.FromMilliseconds(took));
        await slow.Answer;
        using var next = Ask();
        await WaitsAsync(1);
        _time.Advance(TimeSpan.FromMilliseconds(waited - 1));
        Assert.Equal(1, Asked());
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await AnswerAsync(1, 2);
        Assert.Equal(2, await next.Answer);
    }

    [Fact]
    public async Task Ask_OneThatFails_DoesNotSpoilTheNext()
    {
        using var first = Ask();
        using var second = Ask();
        await AskedAsync(0);
        _time.Advance(TimeSpan.FromSeconds(3));
        _asked[0].SetException(new HttpRequestException("no"));
        await Assert.ThrowsAsync<HttpRequestException>(() => first.Answer);
        // Nobody is served by it: it is not waited for.
        await AnswerAsync(1, 2);
        Assert.Equal(2, await second.Answer);
    }

    [Fact]
    public async Task Answers_ThatNobodyUses_AreForgotten()
    {
        var first = Ask();
        var second = Ask();
        // Whoever leaves before the answer is there leaves it to the others.
        second.Dispose();
        await AnswerAsync(0, 1);
        await first.Answer;
        Assert.Equal(1, _answers.Count);
        first.Dispose();
        first.Dispose();
        await AnswerAsync(1, 2);
        await second.Answer;
        Assert.Equal(0, _answers.Count);
    }

    private SharedAnswer<int> Ask() => _answers.Ask("pods", () =>
    {
        var answer = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_asked) _asked.Add(answer);
        return answer.Task;
    });

    /// <summary>Waits until somebody has begun to wait for so many things in all.</summary>
    private async Task WaitsAsync(int timers)
    {
        await Eventually.TrueAsync(() => _time.Timers >= timers);
    }

    private int Asked()
    {
        lock (_asked) return _asked.Count;
    }

    private async Task AskedAsync(int question)
    {
        await Eventually.TrueAsync(() => Asked() > question);
    }

    private async Task AnswerAsync(int question, int answer, TimeSpan took = default)
    {
        await AskedAsync(question);
        _time.Advance(took);
        _asked[question].SetResult(answer);
    }

    /// <summary>Tells when somebody has begun to wait.</summary>
    private sealed class CountedTimers : FakeTimeProvider
    {
        private int _timers;

        public int Timers => Volatile.Read(ref _timers);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Interlocked.Increment(ref _timers);
            return timer;
        }
    }
}
