using System.Security.Cryptography;
using System.Text;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

/// <summary>The labels by which the objects of an application are found.</summary>
internal static class ChildLabels
{
    /// <summary>On every object and pod: the application's name.</summary>
    public const string Application = "apps.kubeedge.io/edgeapplication";

    /// <summary>On every object and pod made for a NodeGroup: its name.</summary>
    public const string NodeGroup = "apps.kubeedge.io/nodegroup";

    /// <summary>On every object and pod made for a selector of nodes: the target's name, <c>ls-</c> and a hash.</summary>
    public const string NodeLabels = "apps.kubeedge.io/node-labels";

    private const int Longest = 63;

    /// <summary>A label's value for a name: the name, or where it is longer than a value may be, its beginning and a hash of all of it.</summary>
    public static string Value(string name)
    {
        if (name.Length <= Longest) return name;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 5));
        return $"{name[..(Longest - hash.Length - 1)].TrimEnd('-', '.', '_')}-{hash}";
    }
}
