using System.Diagnostics;
using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Testing;

/// <summary>What a test tells whoever listens (tests/Witness): what was issued, and what programs said. Where nobody listens nothing happens.</summary>
public static class Told
{
    private static readonly DiagnosticListener s_listener = new("KubeEdge.EdgeMesh.Tests");

    /// <summary>A Secret was written.</summary>
    public static void Secret(JsonObject secret)
    {
        if (s_listener.IsEnabled()) s_listener.Write("Secret", secret);
    }

    /// <summary>A token was issued.</summary>
    public static void Token(string token)
    {
        if (s_listener.IsEnabled()) s_listener.Write("Token", token);
    }

    /// <summary>A program wrote a line.</summary>
    public static void Line(string line)
    {
        if (s_listener.IsEnabled()) s_listener.Write("Line", line);
    }
}
