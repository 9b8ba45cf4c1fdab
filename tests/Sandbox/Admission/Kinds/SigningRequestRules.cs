using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Validation;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Kinds;

/// <summary>A CertificateSigningRequest is decided on, never changed.</summary>
internal sealed class SigningRequestRules : KindRules
{
    public override void PrepareCreate(Writing.Transaction transaction, JsonObject value) => value["status"] = new JsonObject();

    public override void ValidateUpdate(JsonObject value, JsonObject old, FieldErrors errors) => ImmutableFields.Check("spec", value, old, errors);
}
