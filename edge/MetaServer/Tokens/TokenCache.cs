using System.Text;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Edge.Store.Writing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tokens;

/// <summary>
/// The newest answer to each question, kept in the store's database, encrypted there as Secrets are (notes whose names begin with <c>secret/</c>). It goes with its pod, and when the token is
/// good no longer.
/// </summary>
internal sealed class TokenCache(IObjectReader reader, IObjectWriter writer, ClusterClock clock) : IKeptTokens
{
    private const string Index = "secret/tokens";
    private const int Most = 4096;
    private static readonly GroupVersionResource Pods = new("", "v1", "pods");
    private static readonly RawPath Phase = RawPath.Of("status", "phase");
    private readonly Lock _gate = new();
    private Dictionary<TokenQuestion, (int Slot, TokenAnswer Answer)>? _answers;

    /// <summary>The answer that is kept, good or not; null where there is none.</summary>
    public TokenAnswer? Find(TokenQuestion question)
    {
        lock (_gate) return Load().TryGetValue(question, out var kept) ? kept.Answer : null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<KeptToken> OfRunningPods()
    {
        TokenAnswer[] answers;
        lock (_gate) answers = [.. Load().Values.Select(kept => kept.Answer)];
        return [.. answers.Where(answer => answer.IsForCluster && IsRunning(answer.Question)).Select(answer => new KeptToken(answer.Question.Pod, answer.From, answer.Expires))];
    }

    /// <summary>Whether the pod is held with this UID, so that what is for it may be given out.</summary>
    public bool IsHere(TokenQuestion question) => reader.Get(Pods, question.Pod) is { } pod && ObjectMeta.Read(pod.Json.Span).Uid == question.PodUid;

    /// <summary>Nobody gets new tokens for a pod that has come to its end.</summary>
    private bool IsRunning(TokenQuestion question) => reader.Get(Pods, question.Pod) is { } pod && ObjectMeta.Read(pod.Json.Span).Uid == question.PodUid
        && !(Phase.TryGetString(pod.Json.Span, out var phase) && phase is "Succeeded" or "Failed");

    /// <summary>Keeps an answer; when this returns it survives a power cut.</summary>
    public void Keep(TokenAnswer answer)
    {
        lock (_gate)
        {
            var answers = Load();
            var now = clock.GetUtcNow();
            var gone = answers.Where(kept => kept.Key != answer.Question && (kept.Value.Answer.Expires < now || !IsHere(kept.Key))).ToList();
            foreach (var (question, _) in gone) answers.Remove(question);
            if (answers.Count >= Most) return;
            var taken = answers.Values.Select(kept => kept.Slot).ToHashSet();
            var slot = answers.TryGetValue(answer.Question, out var before) ? before.Slot : Enumerable.Range(0, Most).First(free => !taken.Contains(free));
            answers[answer.Question] = (slot, answer);
            writer.Transact(transaction =>
            {
                foreach (var (_, kept) in gone) transaction.SetNote(NoteOf(kept.Slot), null);
                transaction.SetNote(NoteOf(slot), answer.ToUtf8());
                transaction.SetNote(Index, Encoding.ASCII.GetBytes(string.Join(' ', answers.Values.Select(kept => kept.Slot))));
                return 0;
            });
        }
    }

    private Dictionary<TokenQuestion, (int Slot, TokenAnswer Answer)> Load() => _answers ??= writer.Transact(transaction =>
    {
        var answers = new Dictionary<TokenQuestion, (int, TokenAnswer)>();
        foreach (var text in Encoding.ASCII.GetString(transaction.GetNote(Index) ?? []).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (int.TryParse(text, out var slot) && transaction.GetNote(NoteOf(slot)) is { } kept && TokenAnswer.FromUtf8(kept) is { } answer)
                answers[answer.Question] = (slot, answer);
        }
        return answers;
    });

    private static string NoteOf(int slot) => FormattableString.Invariant($"{Index}/{slot}");
}
