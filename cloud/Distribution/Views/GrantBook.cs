using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>Who holds whole collections because of whom, and what has happened since that may end it. Lives under the lock of the views.</summary>
internal sealed class GrantBook
{
    private const string ServiceAccountPrefix = "system:serviceaccount:";

    private readonly Dictionary<GrantKey, HashSet<Viewer>> _holders = [];
    private readonly HashSet<(string Node, ObjectKey Account)> _departed = [];

    /// <summary>Counts the changes of rights: a decision that was made before the last one may be out of date.</summary>
    public long RightsVersion { get; private set; }

    /// <summary>All that was granted: a caller and a collection, however many nodes hold it.</summary>
    public IReadOnlyCollection<GrantKey> Keys => _holders.Keys;

    /// <summary>The ServiceAccount that a user is; false for anybody else.</summary>
    public static bool TryReadAccount(string user, out ObjectKey account)
    {
        account = default;
        if (!user.StartsWith(ServiceAccountPrefix, StringComparison.Ordinal) || user[ServiceAccountPrefix.Length..].Split(':') is not [var ns, var name]) return false;
        account = new ObjectKey(ns, name);
        return true;
    }

    public void Add(GrantKey key, Viewer viewer)
    {
        if (!_holders.TryGetValue(key, out var viewers)) _holders.Add(key, viewers = []);
        viewers.Add(viewer);
    }

    public void Remove(GrantKey key, Viewer viewer)
    {
        if (_holders.TryGetValue(key, out var viewers) && viewers.Remove(viewer) && viewers.Count == 0) _holders.Remove(key);
    }

    /// <summary>The nodes that hold a collection because of a caller.</summary>
    public IReadOnlyList<Viewer> Holders(GrantKey key) => _holders.TryGetValue(key, out var viewers) ? [.. viewers] : [];

    /// <summary>A role or a binding has changed, or something was granted by rights that have changed meanwhile.</summary>
    public void OnRightsChanged() => RightsVersion++;

    /// <summary>The last pod of an account has left a node.</summary>
    public void OnAccountLeft(string node, ObjectKey account)
    {
        if (_holders.Count > 0) _departed.Add((node, account));
    }

    /// <summary>The accounts that have left nodes since the last time.</summary>
    public IReadOnlyList<(string Node, ObjectKey Account)> TakeDeparted()
    {
        (string, ObjectKey)[] departed = [.. _departed];
        _departed.Clear();
        return departed;
    }
}
