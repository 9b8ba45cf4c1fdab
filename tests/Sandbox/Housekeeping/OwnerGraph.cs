using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Housekeeping;

/// <summary>Who exists, and who names whom as an owner. Kept by UID, under the ledger's turn and the collector's reads.</summary>
internal sealed class OwnerGraph
{
    private readonly Lock _turn = new();
    private readonly Dictionary<string, ObjectIdentity> _living = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<ObjectIdentity>> _dependents = new(StringComparer.Ordinal);

    /// <summary>Takes a change in.</summary>
    public void Apply(Change change)
    {
        lock (_turn)
        {
            if (change.Before is { } before)
            {
                var uid = before.Obj("metadata").Str("uid");
                foreach (var owner in Owners(before))
                {
                    if (!_dependents.TryGetValue(owner, out var set)) continue;
                    set.Remove(new ObjectIdentity(change.Definition.Resource, change.Key, uid));
                    if (set.Count == 0) _dependents.Remove(owner);
                }
                if (change.After is null) _living.Remove(uid);
            }
            if (change.After is { } after) Add(new ObjectIdentity(change.Definition.Resource, change.Key, after.Obj("metadata").Str("uid")), after);
        }
    }

    /// <summary>The object with that UID; null where there is none.</summary>
    public ObjectIdentity? Find(string uid)
    {
        lock (_turn) return _living.GetValueOrDefault(uid);
    }

    /// <summary>Who names that UID as an owner.</summary>
    public IReadOnlyList<ObjectIdentity> Dependents(string uid)
    {
        lock (_turn) return _dependents.TryGetValue(uid, out var set) ? [.. set] : [];
    }

    /// <summary>The UIDs of an object's owners.</summary>
    public static IEnumerable<string> Owners(JsonObject value) => value.Obj("metadata").Objs("ownerReferences").Select(owner => owner.Str("uid"));

    private void Add(ObjectIdentity identity, JsonObject value)
    {
        _living[identity.Uid] = identity;
        foreach (var owner in Owners(value))
        {
            if (!_dependents.TryGetValue(owner, out var set)) _dependents[owner] = set = [];
            set.Add(identity);
        }
    }
}
