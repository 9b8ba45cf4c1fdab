using System.Text;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Selectors;

/// <summary>One of the conditions of a field selector. Immutable.</summary>
public sealed class FieldRequirement
{
    internal FieldRequirement(string field, string value, bool equal)
    {
        Field = field;
        Value = value;
        Equal = equal;
        Path = RawPath.Parse(field);
        Utf8Value = Encoding.UTF8.GetBytes(value);
    }

    /// <summary>For example <c>spec.nodeName</c>.</summary>
    public string Field { get; }

    /// <summary>The value compared with, without escapes.</summary>
    public string Value { get; }

    /// <summary>True for <c>=</c> and <c>==</c>, false for <c>!=</c>.</summary>
    public bool Equal { get; }

    internal RawPath Path { get; }

    internal byte[] Utf8Value { get; }

    /// <summary>As Kubernetes writes it, with escapes.</summary>
    public override string ToString() =>
        $"{Field}{(Equal ? "=" : "!=")}{Value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal).Replace("=", "\\=", StringComparison.Ordinal)}";
}
