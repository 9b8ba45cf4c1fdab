using System.Globalization;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Edge.Store.Writing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Identity;

/// <summary>Puts the documents by which tokens are verified where the MetaServer's authenticator looks for them, and serves them from.</summary>
internal static class OpenIdDocuments
{
    private static readonly GroupVersionResource s_documents = new("edgemesh.kubeedge.io", "v1", "documents");

    public static void Publish(IObjectWriter store, TokenIssuer issuer, Uri address) => store.Transact(transaction =>
    {
        Put(transaction, "/.well-known/openid-configuration", "application/json", TokenIssuer.Configuration(address));
        Put(transaction, "/openid/v1/jwks", "application/jwk-set+json", issuer.KeySet());
        return true;
    });

    private static void Put(IStoreTransaction transaction, string path, string contentType, JsonObject body)
    {
        var revision = transaction.NextRevision();
        var document = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = path, ["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture) },
            ["contentType"] = contentType,
            ["etag"] = "",
            ["body"] = Convert.ToBase64String(ObjectBytes.Write(body)),
        };
        transaction.Put(s_documents, new ObjectKey("", path), ObjectBytes.Write(document, s_documents.ApiVersion, "Document", isCustom: false), revision);
    }
}
