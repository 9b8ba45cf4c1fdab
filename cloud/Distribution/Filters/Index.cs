using KubeEdge.EdgeMesh.Cloud.Distribution.Views;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Filters;

/// <summary>From a cause to the objects that it touches.</summary>
internal sealed class Index<TCause> where TCause : notnull
{
    private readonly Dictionary<TCause, HashSet<ObjectIdentity>> _objects = [];

    public IReadOnlyCollection<ObjectIdentity> Of(TCause cause) => _objects.GetValueOrDefault(cause) ?? [];

    public void Add(TCause cause, ObjectIdentity identity)
    {
        if (!_objects.TryGetValue(cause, out var identities)) _objects.Add(cause, identities = []);
        identities.Add(identity);
    }

    public void Remove(TCause cause, ObjectIdentity identity)
    {
        if (_objects.TryGetValue(cause, out var identities) && identities.Remove(identity) && identities.Count == 0) _objects.Remove(cause);
    }
}
