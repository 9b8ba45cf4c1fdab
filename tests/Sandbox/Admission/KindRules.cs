using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Validation;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Admission;

/// <summary>What is particular to one kind when it is written. The default is that nothing is.</summary>
internal abstract class KindRules
{
    /// <summary>Changes a new object: what a client may not decide, and what depends on other objects.</summary>
    public virtual void PrepareCreate(Transaction transaction, JsonObject value) { }

    /// <summary>Changes an object that replaces <paramref name="old"/>.</summary>
    public virtual void PrepareUpdate(Transaction transaction, JsonObject value, JsonObject old) { }

    /// <summary>Checks the object, new or changed.</summary>
    public virtual void Validate(JsonObject value, FieldErrors errors) { }

    /// <summary>Checks that the change is allowed.</summary>
    public virtual void ValidateUpdate(JsonObject value, JsonObject old, FieldErrors errors) { }

    /// <summary>Writes what comes with a new object, in the same transaction.</summary>
    public virtual void AfterCreate(Transaction transaction, JsonObject value) { }
}
