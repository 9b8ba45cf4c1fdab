namespace KubeEdge.EdgeMesh.Edge.Store;

/// <summary>The store cannot do its work. The message is one sentence for a person and names the mend.</summary>
public sealed class StoreException : Exception
{
    /// <summary>Creates the exception with a default message.</summary>
    public StoreException() : base("The store cannot do its work.") { }

    /// <inheritdoc/>
    public StoreException(string message) : base(message) { }

    /// <inheritdoc/>
    public StoreException(string message, Exception innerException) : base(message, innerException) { }

    internal StoreException(string message, int resultCode) : base(message) => ResultCode = resultCode;

    /// <summary>SQLite's primary result code; 0 where SQLite was not the one to complain.</summary>
    internal int ResultCode { get; }
}
