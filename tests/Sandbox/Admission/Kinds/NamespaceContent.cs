using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Kinds;

/// <summary>What every namespace holds: its default service account, and the CA by which its pods know the API server.</summary>
/// <param name="caPem">The cluster's CA certificate.</param>
/// <param name="uids">Where their UIDs come from.</param>
internal sealed class NamespaceContent(string caPem, Uids uids)
{
    public const string ServiceAccountName = "default";
    public const string RootCaName = "kube-root-ca.crt";

    public string NewUid() => uids.Next();

    public static JsonObject ServiceAccount(string ns) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ServiceAccount",
        ["metadata"] = new JsonObject { ["name"] = ServiceAccountName, ["namespace"] = ns },
    };

    public JsonObject RootCa(string ns) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = RootCaName, ["namespace"] = ns },
        ["data"] = new JsonObject { ["ca.crt"] = caPem },
    };
}
