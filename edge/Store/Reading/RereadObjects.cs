using KubeEdge.EdgeMesh.Edge.Store.Publishing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Edge.Store.Reading;

/// <summary>
/// The few objects that are read over and over while nothing in their collection changes: a program that looks at its own ConfigMap every second. They are
/// kept at their second reading, so that who reads thousands once does not drive them out, and are good for the one state of the collection that they were read at.
/// </summary>
internal sealed class RereadObjects
{
    private const int Slots = 64;

    /// <summary>Larger ones are not kept: a MiB in all.</summary>
    private const int Largest = 16 * 1024;

    private readonly Entry?[] _slots = new Entry?[Slots];

    /// <summary>What was read once: a sum of what is read and at which state. Whoever reads thousands once changes only these.</summary>
    private readonly int[] _once = new int[Slots * 4];

    /// <summary>The object as it was read before, at this very state; an object that was not there is none.</summary>
    public StoredObject? Find(CollectionHead head, ObjectKey key) => Volatile.Read(ref SlotOf(key)) is { } entry && entry.IsOf(head, key) ? entry.Object : null;

    /// <summary>An object that has just been read at a state. What is kept encrypted is not kept here, where it would be in the clear.</summary>
    public void WasRead(CollectionHead head, ObjectKey key, StoredObject found)
    {
        if (found.Json.Length > Largest || head.Resource is { Group: "", Resource: "secrets" }) return;
        var sum = HashCode.Combine(head.Id, head.Last, key);
        ref var once = ref _once[(uint)sum % _once.Length];
        if (Volatile.Read(ref once) == sum) Volatile.Write(ref SlotOf(key), new Entry(head.Id, head.Last, key, found));
        else Volatile.Write(ref once, sum);
    }

    private ref Entry? SlotOf(ObjectKey key) => ref _slots[(uint)key.GetHashCode() % Slots];

    private sealed record Entry(long Collection, long Last, ObjectKey Key, StoredObject Object)
    {
        public bool IsOf(CollectionHead head, ObjectKey key) => Collection == head.Id && Last == head.Last && Key == key;
    }
}
