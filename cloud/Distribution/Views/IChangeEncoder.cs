namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>Turns a change into bytes of the wire. Implemented by the one file that knows the generated types.</summary>
internal interface IChangeEncoder
{
    /// <summary>Everything that stands before the object's JSON, lengths included: header and JSON together are one <c>changes</c> field.</summary>
    byte[] EncodeHeader(ObjectChange change);
}
