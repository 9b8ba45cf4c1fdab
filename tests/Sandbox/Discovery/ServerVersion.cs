using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Discovery;

/// <summary>Which Kubernetes the sandbox behaves like.</summary>
internal static class ServerVersion
{
    public const string Name = "v1.36.0";

    public static JsonObject Write() => new()
    {
        ["major"] = "1",
        ["minor"] = "36",
        ["gitVersion"] = Name + "+edgemesh-sandbox",
        ["gitCommit"] = "",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "",
        ["goVersion"] = "",
        ["compiler"] = ".NET",
        ["platform"] = "linux/amd64",
    };
}
