using System.Text;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Watching;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;

/// <summary>Why the API server refuses an object, in words that fit a status and say what to do.</summary>
internal static class Refusal
{
    private const string Value = "Invalid value: ";

    /// <summary>The longest value that is told as it is: a refused pod template is thousands of characters, with the reason behind them.</summary>
    private const int Longest = 160;

    /// <summary>How the kinds of Kubernetes say that a field cannot be changed.</summary>
    private static readonly string[] Fixed = ["immutable", "updates to ", "pod updates may not change", "may not change once set"];

    /// <summary>The words.</summary>
    public static string Of(ChildKey child, KubernetesStatus status)
    {
        var words = $"{child}: {Shorten(status.Message)}";
        return status.Code == 422 && Fixed.Any(mark => status.Message.Contains(mark, StringComparison.Ordinal))
            ? $"{words}: that is fixed when the object is made. Give the manifest another name, or delete {child}: it is made anew"
            : words;
    }

    private static string Shorten(string message)
    {
        var text = new StringBuilder();
        var at = 0;
        while (message.IndexOf(Value, at, StringComparison.Ordinal) is >= 0 and var found)
        {
            var start = found + Value.Length;
            var end = End(message, start);
            text.Append(message, at, start - at);
            text.Append(end - start > Longest ? "{…}" : message[start..end]);
            at = end;
        }

        return text.Append(message, at, message.Length - at).ToString();
    }

    /// <summary>Where the JSON object or list that starts there ends; the start where none does.</summary>
    private static int End(string message, int start)
    {
        var (depth, quoted) = (0, false);
        for (var i = start; i < message.Length; i++)
        {
            if (message[i] == '\\' && quoted) i++;
            else if (message[i] == '"') quoted = !quoted;
            else if (!quoted && message[i] is '{' or '[') depth++;
            else if (!quoted && message[i] is '}' or ']') depth--;
            if (depth == 0) return message[start] is '{' or '[' && i > start ? i + 1 : start;
        }

        return start;
    }
}
