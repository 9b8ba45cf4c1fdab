using KubeEdge.EdgeMesh.Edge.MetaServer.Recency;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Recency;

public sealed class SharedAnswersTests
{
    [Fact]
    public async Task Ask_WhileAQuestionIsUnderWay_SharesTheNextOne()
    {
        var asked = new List<TaskCompletionSource<int>>();
        var answers = new SharedAnswers<string, int>();
        Func<Task<int>> ask = () =>
        {
            var answer = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (asked) asked.Add(answer);
            return answer.Task;
        };
        var first = answers.AskAsync("pods", ask);
        var (second, third) = (answers.AskAsync("pods", ask), answers.AskAsync("pods", ask));
        Assert.Same(second, third);
        await AnswerAsync(0, 1);
        Assert.Equal(1, await first);
        await AnswerAsync(1, 2);
        Assert.Equal(2, await second);
        var later = answers.AskAsync("pods", ask);
        await AnswerAsync(2, 3);
        Assert.Equal(3, await later);
        Assert.Equal(3, asked.Count);

        async Task AnswerAsync(int question, int answer)
        {
            while (true)
            {
                lock (asked)
                {
                    if (asked.Count > question) break;
                }
                await Task.Yield();
            }
            asked[question].SetResult(answer);
        }
    }

    [Fact]
    public async Task Ask_OneThatFails_DoesNotSpoilTheNext()
    {
        var count = 0;
        var answers = new SharedAnswers<string, int>();
        Func<Task<int>> ask = async () =>
        {
            await Task.Yield();
            return Interlocked.Increment(ref count) == 1 ? throw new HttpRequestException("no") : count;
        };
        var (first, second) = (answers.AskAsync("pods", ask), answers.AskAsync("pods", ask));
        await Assert.ThrowsAsync<HttpRequestException>(() => first);
        Assert.Equal(2, await second);
    }
}
