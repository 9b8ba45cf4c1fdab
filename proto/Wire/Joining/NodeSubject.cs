using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;

namespace KubeEdge.EdgeMesh.Proto.Wire.Joining;

/// <summary>How a node is named in its certificates: <c>CN=system:node:&lt;name&gt;, O=system:nodes</c>, as Kubernetes names it.</summary>
public static class NodeSubject
{
    /// <summary>The group of all nodes.</summary>
    public const string Group = "system:nodes";

    /// <summary>What stands before the node's name.</summary>
    public const string UserPrefix = "system:node:";

    /// <summary>The common name in the cloud's own certificate. A node's certificate never carries it, so no node can play the cloud.</summary>
    public const string Cloud = "edgemesh-cloud";

    private const string CommonName = "2.5.4.3";
    private const string Organization = "2.5.4.10";

    /// <summary>The subject of a node's certificates.</summary>
    public static X500DistinguishedName Of(string node)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddOrganizationName(Group);
        name.AddCommonName(UserPrefix + node);
        return name.Build();
    }

    /// <summary>Reads the node's name. The subject must hold exactly the group and the name: a further group could grant something.</summary>
    public static bool TryRead(X500DistinguishedName subject, [NotNullWhen(true)] out string? node)
    {
        ArgumentNullException.ThrowIfNull(subject);
        node = null;
        var inGroup = false;
        foreach (var part in subject.EnumerateRelativeDistinguishedNames())
        {
            if (part.HasMultipleElements)
                return false;

            var (type, value) = (part.GetSingleElementType().Value, part.GetSingleElementValue());
            if (type == Organization && value == Group && !inGroup)
                inGroup = true;
            else if (type == CommonName && node is null && value?.StartsWith(UserPrefix, StringComparison.Ordinal) == true)
                node = value[UserPrefix.Length..];
            else
                return false;
        }

        return inGroup && !string.IsNullOrEmpty(node);
    }
}
