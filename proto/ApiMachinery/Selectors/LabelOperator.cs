namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Selectors;

/// <summary>What a label requirement asks of the value.</summary>
public enum LabelOperator
{
    /// <summary>The label is present and its value is one of those given: <c>k=v</c>, <c>k in (a,b)</c>.</summary>
    In,

    /// <summary>The label is absent or its value is none of those given: <c>k!=v</c>, <c>k notin (a,b)</c>.</summary>
    NotIn,

    /// <summary>The label is present: <c>k</c>.</summary>
    Exists,

    /// <summary>The label is absent: <c>!k</c>.</summary>
    DoesNotExist,

    /// <summary>The label is present and, as an integer of 64 bits, greater: <c>k&gt;1</c>.</summary>
    GreaterThan,

    /// <summary>The label is present and, as an integer of 64 bits, less: <c>k&lt;1</c>.</summary>
    LessThan,
}
