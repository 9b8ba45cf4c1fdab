using System.Text;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Edge.Store.Database;

/// <summary>How an object's key is stored: the text of <c>namespace/name</c> and, beside it, how long the namespace is.</summary>
internal static class KeyText
{
    /// <summary>Binds the text at <paramref name="index"/> and the length behind it.</summary>
    public static Statement BindKey(this Statement statement, int index, ObjectKey key) =>
        statement.Bind(index, key.ToString()).Bind(index + 1, Encoding.UTF8.GetByteCount(key.Namespace));

    /// <summary>Reads what <see cref="BindKey"/> wrote.</summary>
    public static ObjectKey Key(this Statement statement, int textColumn, int lengthColumn)
    {
        var text = statement.Bytes(textColumn);
        var length = (int)statement.Integer(lengthColumn);
        return length == 0
            ? new ObjectKey("", Encoding.UTF8.GetString(text))
            : new ObjectKey(Encoding.UTF8.GetString(text[..length]), Encoding.UTF8.GetString(text[(length + 1)..]));
    }
}
