namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;

/// <summary>
/// The <c>Status</c> object with which an API server answers failures. Messages are worded as Kubernetes words them, because clients show
/// them to people and some match on them.
/// </summary>
public sealed partial record KubernetesStatus
{
    /// <summary>The HTTP status; 0 where a success does not say.</summary>
    public int Code { get; init; }

    /// <summary>One CamelCase word, which is what clients decide by: <c>NotFound</c>, <c>Conflict</c> …; empty for a success.</summary>
    public string Reason { get; init; } = "";

    /// <summary>For a person.</summary>
    public string Message { get; init; } = "";

    /// <summary>What it is about; null leaves it out, an empty one is written as <c>{}</c>.</summary>
    public StatusDetails? Details { get; init; }

    /// <summary><c>metadata.continue</c>: on an expired list, the token that goes on from the newest state.</summary>
    public string Continue { get; init; } = "";

    /// <summary>Whether it reports a success.</summary>
    public bool IsSuccess => Code is 0 or (>= 200 and < 300);

    /// <summary>The UTF-8 JSON, without a line feed.</summary>
    public byte[] ToUtf8() => StatusJson.Write(this);

    /// <summary>Reads a Status; false where the bytes are something else. Unknown fields are ignored.</summary>
    public static bool TryParse(ReadOnlySpan<byte> json, out KubernetesStatus status) => StatusJson.TryRead(json, out status);

    /// <summary>An exception that carries this status.</summary>
    public StatusException ToException(Exception? innerException = null) => new(this, innerException);
}
