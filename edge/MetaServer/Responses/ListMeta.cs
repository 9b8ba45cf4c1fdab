using System.Globalization;
using System.Text;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Responses;

/// <summary>The metadata of a list.</summary>
/// <param name="Revision">The state that the list shows.</param>
/// <param name="Continue">Where the next page starts; empty on the last one.</param>
/// <param name="Remaining">How many objects follow; null where that is not known.</param>
internal readonly record struct ListMeta(long Revision, string Continue = "", long? Remaining = null)
{
    /// <summary><c>{"resourceVersion":"7","continue":"…","remainingItemCount":3}</c></summary>
    public byte[] ToUtf8()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{{\"resourceVersion\":\"{Revision}\"");
        if (Continue.Length > 0) text.Append(CultureInfo.InvariantCulture, $",\"continue\":\"{Continue}\"");
        if (Remaining is { } remaining) text.Append(CultureInfo.InvariantCulture, $",\"remainingItemCount\":{remaining}");
        return Encoding.ASCII.GetBytes(text.Append('}').ToString());
    }
}
