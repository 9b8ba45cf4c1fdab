using System.Text;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;

/// <summary>Quotes text as Go's <c>%q</c> does, so that messages equal the API server's to the byte.</summary>
public static class GoText
{
    /// <summary>The text in quotes.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' or '\x7f' => $"\\x{(int)c:x2}",
                _ => c.ToString(),
            });
        }
        return quoted.Append('"').ToString();
    }
}
