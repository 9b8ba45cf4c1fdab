using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Requests;
using KubeEdge.EdgeMesh.Proto.Wire;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;
using KubeEdge.EdgeMesh.Tests.Demo.Clients;
using KubeEdge.EdgeMesh.Tests.Demo.Mesh;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Security;

/// <summary>Somebody has copied a node's certificate. He gets what that node's pods may read, and nothing else.</summary>
public abstract class ThiefTests(MeshFixture fixture)
{
    private const string Pods = "/api/v1/namespaces/shop/pods";

    private Fleet Mesh => fixture.Mesh;

    private EdgeNode Victim => Mesh.Edges[^1];

    private EdgeNode Other => Mesh.Edges[0];

    [Fact]
    public async Task Stream_ShowsTheShareOfThatNodeOnly()
    {
        if (fixture.Missing is { } why) Assert.Skip(why);
        var cancellation = TestContext.Current.CancellationToken;
        await SecretOnAsync(Victim, "victims", cancellation);
        await SecretOnAsync(Other, "others", cancellation);
        await Victim.KillAsync();
        try
        {
            Assert.Equal(StatusCode.PermissionDenied, await RefusalAsync(Other.Name, cancellation));

            using var channel = Channel();
            using var call = new EdgeSync.EdgeSyncClient(channel).Sync(cancellationToken: cancellation);
            var hello = HelloOf(Victim.Name);
            // He wants more, for callers who may read it: one runs on another node, the other nowhere.
            hello.Interests.Add(new Interest { Collection = "v1/secrets", User = "system:serviceaccount:shop:others" });
            hello.Interests.Add(new Interest { Collection = "v1/secrets", User = "system:serviceaccount:edgemesh-system:edgemesh-cloud" });
            hello.Interests.Add(new Interest { Collection = "v1/secrets", User = "system:admin" });
            await call.RequestStream.WriteAsync(new EdgeMessage { Hello = hello }, cancellation);
            var (objects, denied) = (new List<Change>(), 0);
            while (denied < 3 || !objects.Any(change => change is { Collection: "v1/secrets", Name: "victims" }))
            {
                Assert.True(await call.ResponseStream.MoveNext(cancellation).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, cancellation));
                objects.AddRange(call.ResponseStream.Current.Changes.Where(change => change.HasObject));
                denied += call.ResponseStream.Current.Marks.Count(mark => mark.State == CollectionMark.Types.State.Denied);
                await call.RequestStream.WriteAsync(new EdgeMessage { Ack = new Ack { Batch = call.ResponseStream.Current.Batch } }, cancellation);
            }
            Assert.DoesNotContain(objects, change => change is { Collection: "v1/secrets", Name: not "victims" });
            Assert.All(objects.Where(change => change.Collection == "v1/pods"), pod => Assert.Equal(Victim.Name, (string?)Parse(pod)["spec"]!["nodeName"]));
            Assert.All(objects.Where(change => change.Collection == "v1/nodes"), node => Assert.Equal(Victim.Name, node.Name));
        }
        finally
        {
            Victim.Start();
        }
    }

    [Fact]
    public async Task Renewal_GivesThatNodesNameOnly()
    {
        if (fixture.Missing is { } why) Assert.Skip(why);
        using var channel = Channel();
        var client = new Enrolment.EnrolmentClient(channel);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        foreach (var subject in new[] { NodeSubject.Of(Other.Name), new X500DistinguishedName("CN=edgemesh-cloud"), new X500DistinguishedName($"CN=system:node:{Victim.Name}, O=system:nodes, O=system:masters") })
        {
            var csr = ByteString.CopyFrom(new CertificateRequest(subject, key, HashAlgorithmName.SHA256).CreateSigningRequest());
            foreach (var request in new[] { new RenewRequest { ClientCsr = csr }, new RenewRequest { ServingCsr = csr } })
            {
                var e = await Assert.ThrowsAsync<RpcException>(async () => await client.RenewAsync(request, cancellationToken: TestContext.Current.CancellationToken));
                Assert.Equal(StatusCode.InvalidArgument, e.StatusCode);
            }
        }
    }

    [Fact]
    public async Task Gateway_LendsNoCredential()
    {
        if (fixture.Missing is { } why) Assert.Skip(why);
        const string Secrets = "/api/v1/namespaces/kube-system/secrets";
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(Secrets));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(Secrets, ("X-Remote-User", "system:admin"), ("X-Remote-Group", "system:masters")));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(Secrets, ("Impersonate-User", "system:admin"), ("Impersonate-Group", "system:masters")));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(Secrets, ("Authorization", "Bearer nonsense")));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(Secrets, ("Authorization", "Bearer nonsense"), ("Impersonate-User", "system:admin")));
        // With a pod's own token he is that pod, and may not be anybody else.
        var token = await TokenAsync();
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(Secrets, ("Authorization", "Bearer " + token)));
        var another = await AskAsync(Secrets, ("Authorization", "Bearer " + token), ("Impersonate-User", "system:admin"), ("Impersonate-Group", "system:masters"));
        // The sandbox knows no impersonation, and says so.
        Assert.Equal(Mesh.Sandbox is null ? HttpStatusCode.Forbidden : HttpStatusCode.MethodNotAllowed, another);
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(Secrets, ("Authorization", "Bearer " + token), ("X-Remote-User", "system:admin"), ("X-Remote-Group", "system:masters")));
    }

    [Fact]
    public async Task Gateway_AsTheNodeItself_ObeysTheNodeAuthoriser()
    {
        if (fixture.Missing is { } why) Assert.Skip(why);
        if (Mesh.Sandbox is not null) Assert.Skip("the sandbox has no Node authoriser");
        var cancellation = TestContext.Current.CancellationToken;
        await SecretOnAsync(Victim, "victims", cancellation);
        await SecretOnAsync(Other, "others", cancellation);
        (string, string)[] own = [(NodesOwnRequest.Header, NodesOwnRequest.Node)];
        await Mesh.EventuallyAsync("its own Secret is to be had", async () =>
        {
            if (await AskAsync("/api/v1/namespaces/shop/secrets/victims", own) is var status && status != HttpStatusCode.OK) throw new IOException($"{status}");
        }, cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("/api/v1/namespaces/shop/secrets/others", own));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("/api/v1/secrets", own));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("/api/v1/namespaces/kube-system/secrets", own));
        var more = await AskAsync("/api/v1/namespaces/shop/secrets/others", [.. own, ("Impersonate-User", $"system:node:{Other.Name}"), ("Impersonate-Group", "system:masters")]);
        Assert.True((int)more is >= 400 and < 500, more.ToString());
    }

    private static JsonNode Parse(Change change) => JsonNode.Parse(change.Object.Span)!;

    private static Hello HelloOf(string node) => new() { ProtocolMin = 1, ProtocolMax = 1, Node = node, Instance = "the thief's" };

    private async Task<StatusCode> RefusalAsync(string node, CancellationToken cancellation)
    {
        using var channel = Channel();
        using var call = new EdgeSync.EdgeSyncClient(channel).Sync(cancellationToken: cancellation);
        await call.RequestStream.WriteAsync(new EdgeMessage { Hello = HelloOf(node) }, cancellation);
        return (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(cancellation))).StatusCode;
    }

    private async Task<HttpStatusCode> AskAsync(string path, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient(Handler());
        using var request = new HttpRequestMessage(HttpMethod.Get, $"https://{Mesh.Cloud.Address}{path}");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private async Task<string> TokenAsync()
    {
        var answer = await Mesh.Cluster.CreateAsync(
            "/api/v1/namespaces/shop/serviceaccounts/till/token",
            new JsonObject { ["apiVersion"] = "authentication.k8s.io/v1", ["kind"] = "TokenRequest", ["spec"] = new JsonObject { ["expirationSeconds"] = 3600 } }, TestContext.Current.CancellationToken);
        return (string)answer["status"]!["token"]!;
    }

    /// <summary>A Secret, a ServiceAccount that may read all Secrets, and a pod on the node that names the one and runs as the other.</summary>
    private async Task SecretOnAsync(EdgeNode node, string name, CancellationToken cancellation)
    {
        await Mesh.ApplyAsync(Manifests.Read($$"""
            {"apiVersion":"v1","kind":"Secret","metadata":{"name":"{{name}}","namespace":"shop"},"stringData":{"value":"{{name}}"} }
            ---
            {"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"{{name}}","namespace":"shop"} }
            ---
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"reads-secrets"},"rules":[{"apiGroups":[""],"resources":["secrets"],"verbs":["get","list","watch"]}]}
            ---
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"reads-secrets-{{name}}"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"reads-secrets"},"subjects":[{"kind":"ServiceAccount","name":"{{name}}","namespace":"shop"}]}
            ---
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{name}}","namespace":"shop"},"spec":{"nodeName":"{{node.Name}}","serviceAccountName":"{{name}}","automountServiceAccountToken":false,
             "containers":[{"name":"c","image":"i"}],"volumes":[{"name":"v","secret":{"secretName":"{{name}}"} }]} }
            """), cancellation);
        await Mesh.EventuallyAsync("the pod is there", () => Mesh.Cluster.GetAsync($"{Pods}/{name}", cancellation), cancellation);
    }

    private GrpcChannel Channel() => GrpcChannel.ForAddress($"https://{Mesh.Cloud.Address}", new GrpcChannelOptions { HttpHandler = Handler(), DisposeHttpClient = true });

    private SocketsHttpHandler Handler()
    {
        var pem = File.ReadAllText(Path.Combine(Victim.DataDirectory, "node.pem"));
        var stolen = X509Certificate2.CreateFromPem(pem, pem);
        return new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                LocalCertificateSelectionCallback = (_, _, _, _, _) => stolen,
#pragma warning disable CA5359 // Whom he speaks to is no matter of this test.
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
            },
        };
    }
}
