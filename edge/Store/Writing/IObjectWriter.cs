namespace KubeEdge.EdgeMesh.Edge.Store.Writing;

/// <summary>Writes to the store. Writers take turns.</summary>
public interface IObjectWriter
{
    /// <summary>
    /// Runs <paramref name="work"/> in one transaction. When it returns, everything it wrote is committed and published to watchers,
    /// in one act: no reader sees a revision before its watchers can. When it throws, nothing happened.
    /// </summary>
    T Transact<T>(Func<IStoreTransaction, T> work);
}
