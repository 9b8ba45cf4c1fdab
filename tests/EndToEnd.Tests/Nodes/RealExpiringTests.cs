using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Nodes;

/// <summary>With a real API server, whose Node authoriser and NodeRestriction decide what the node may write, and whose audit log says who wrote.</summary>
public sealed class RealExpiringTests(RealMesh fixture) : ExpiringTests(fixture), IClassFixture<RealMesh>
{
    /// <inheritdoc/>
    protected override void WasWrittenBy(string user)
    {
        using var log = new StreamReader(new FileStream(fixture.AuditLog, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var written = log.ReadToEnd().Split('\n').Where(line => line.EndsWith('}') && line.Contains($"\"{user}\"", StringComparison.Ordinal)).Select(line => JsonNode.Parse(line)!)
            .Where(request => (string?)request["impersonatedUser"]?["username"] == user && (string?)request["verb"] == "patch" && (string?)request["objectRef"]?["subresource"] == "status").ToList();
        Assert.NotEmpty(written);
        Assert.All(written, request => Assert.Equal(200, (int?)request["responseStatus"]?["code"]));
    }
}
