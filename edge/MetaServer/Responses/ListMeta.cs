namespace KubeEdge.EdgeMesh.Edge.MetaServer.Responses;

/// <summary>The metadata of a list.</summary>
/// <param name="Revision">The state that the list shows.</param>
/// <param name="Continue">Where the next page starts; empty on the last one.</param>
/// <param name="Remaining">How many objects follow; null where that is not known.</param>
internal readonly record struct ListMeta(long Revision, string Continue = "", long? Remaining = null)
{
    /// <summary>Writes <c>{"resourceVersion":"7","continue":"…","remainingItemCount":3}</c>.</summary>
    public void WriteTo(ResponseBody body)
    {
        body.Write("{\"resourceVersion\":\""u8);
        body.WriteNumber(Revision);
        body.Write("\""u8);
        if (Continue.Length > 0)
        {
            body.Write(",\"continue\":\""u8);
            body.WriteAscii(Continue);
            body.Write("\""u8);
        }
        if (Remaining is { } remaining)
        {
            body.Write(",\"remainingItemCount\":"u8);
            body.WriteNumber(remaining);
        }
        body.Write("}"u8);
    }
}
