using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.Store.Writing;

/// <summary>The inside of one transaction. Use it only within <see cref="IObjectWriter.Transact{T}"/>.</summary>
public interface IStoreTransaction
{
    /// <summary>The highest revision so far, this transaction's own included.</summary>
    long Revision { get; }

    /// <summary>
    /// Says that the stream has reached <paramref name="revision"/>: a change that arrives with a version not above the one already served
    /// is served at this one, or above the version it replaces where that is as high (law 2). A lower value than before is ignored.
    /// </summary>
    void Advance(long revision);

    /// <summary>Assigns the next revision: for a store that is itself the source of truth (the sandbox).</summary>
    long NextRevision();

    /// <summary>The object as it is now, this transaction's own writes included.</summary>
    StoredObject? Get(GroupVersionResource resource, ObjectKey key);

    /// <summary>
    /// Stores the object. Its <c>metadata.resourceVersion</c> is rewritten where it must be served at another revision than its own.
    /// </summary>
    /// <param name="resource">The collection.</param>
    /// <param name="key">The object's key.</param>
    /// <param name="json">The whole object, with kind and apiVersion first; copied.</param>
    /// <param name="revision">The revision of the change.</param>
    /// <param name="tag">Names the content; where the stored object has the same one, nothing happens. 0: always a change.</param>
    /// <returns>The revision that the object is now served at.</returns>
    long Put(GroupVersionResource resource, ObjectKey key, ReadOnlySpan<byte> json, long revision, ulong tag = 0);

    /// <summary>Deletes the object. Its last state goes to watchers with the revision of the deletion.</summary>
    /// <returns>False where there was none; nothing happens then.</returns>
    bool Delete(GroupVersionResource resource, ObjectKey key, long revision);

    /// <summary>Everything in scope is now held, as of the revision. Also the way to note progress without a change.</summary>
    void MarkComplete(GroupVersionResource resource, CollectionScope scope, long revision);

    /// <summary>Drops the collection: objects, log and state. Its watches end.</summary>
    void Forget(GroupVersionResource resource);

    /// <summary>Every key and tag in the collection, in no order.</summary>
    IEnumerable<KeyValuePair<ObjectKey, ulong>> Tags(GroupVersionResource resource);

    /// <summary>Reads a note that a room keeps in the store, for example the cluster's identity.</summary>
    byte[]? GetNote(string name);

    /// <summary>Keeps a note; null removes it. One whose name begins with <c>secret/</c> is encrypted as Secrets are, and forgotten when the key changes.</summary>
    void SetNote(string name, byte[]? value);
}
