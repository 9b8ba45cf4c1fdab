namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Conformance;

/// <summary>Section 1, the selectors.</summary>
public sealed class SelectorLines(Servers servers) : Lines(servers)
{
    private const string Maps = "/api/v1/namespaces/conf/configmaps";
    private const string Pods = "/api/v1/namespaces/conf/pods";

    [Theory, ClassData(typeof(ServerNames)), Line("1.7")]
    public async Task Labels_1_7_Choose(string on)
    {
        var server = On(on);
        foreach (var (selector, names) in ((string, string)[])
            [("app", "m0 m1 m2 m3 m4 m5 m6 m7"), ("!app", "last"), ("app=till", "m0 m2 m4 m6"), ("app==till", "m0 m2 m4 m6"), ("app!=till", "last m1 m3 m5 m7"),
             ("app in (till,scale)", "m0 m1 m2 m3 m4 m5 m6 m7"), ("app notin (till)", "last m1 m3 m5 m7"), ("n>5", "m6 m7"), ("n<2", "m0 m1"),
             ("odd-one=", "m0 m3 m6"), ("odd-one in ()", "m0 m3 m6"), ("odd-one in (,a)", "m0 m3 m6"), ("app=till,n>3", "m4 m6"), ("app>1", "")])
            await SameAsync(server, $"{Maps}?labelSelector={Uri.EscapeDataString(selector)}", names);
    }

    [Theory, ClassData(typeof(ServerNames)), Line("1.7")]
    public async Task Labels_1_7_Nonsense_Is400(string on)
    {
        var server = On(on);
        foreach (var selector in (string[])["!x=a", "x<a", "x==a==b", "x=a||y=b", "x in (a", "=a", "x=-a-", "a b"])
        {
            var status = await server.FailAsync($"{Maps}?labelSelector={Uri.EscapeDataString(selector)}", 400);
            Assert.Equal("BadRequest", status.Reason);
        }
    }

    [Theory, ClassData(typeof(ServerNames)), Line("1.8")]
    public async Task Fields_1_8_Choose(string on)
    {
        var server = On(on);
        foreach (var (selector, names) in ((string, string)[])
            [("metadata.name=m3", "m3"), ("metadata.name!=m3,metadata.name!=last", "m0 m1 m2 m4 m5 m6 m7"), ("metadata.name==m3,metadata.namespace=conf", "m3"),
             ("metadata.namespace=elsewhere", ""), (@"metadata.name=m\,3", "")])
            await SameAsync(server, $"{Maps}?fieldSelector={Uri.EscapeDataString(selector)}", names);
        foreach (var (selector, names) in ((string, string)[])
            [("spec.nodeName=", "p0 p1 p2 p3"), ("spec.restartPolicy=Never", "p0 p2"), ("spec.schedulerName=nobody", "p0 p1 p2 p3"), ("spec.serviceAccountName=x", ""),
             ("spec.hostNetwork=true", "p3"), ("status.phase=Pending", "p0 p1 p2 p3"), ("status.podIP=", "p0 p1 p2 p3"), ("status.nominatedNodeName=", "p0 p1 p2 p3"), ("status.podIPs=", "p0 p1 p2 p3")])
            await SameAsync(server, $"{Pods}?fieldSelector={Uri.EscapeDataString(selector)}", names);
        await SameAsync(server, "/api/v1/nodes?fieldSelector=spec.unschedulable%3Dtrue", "");
        await SameAsync(server, "/api/v1/namespaces?fieldSelector=status.phase%3DActive,metadata.name%3Dconf", "conf");
        await SameAsync(server, "/apis/shop.example/v1/coupons?fieldSelector=metadata.name%3Dc1", "c1");
    }

    [Theory, ClassData(typeof(ServerNames)), Line("1.8")]
    public async Task Fields_1_8_OfADefinition_Choose(string on)
    {
        var server = On(on);
        await SameAsync(server, "/apis/shop.example/v1/coupons?fieldSelector=spec.of%3Dtea", "c0 c1 c2");
        await SameAsync(server, "/apis/shop.example/v1/coupons?fieldSelector=spec.of%3Dcoffee", "");
    }

    [Theory, ClassData(typeof(ServerNames)), Line("1.8")]
    public async Task Fields_1_8_Unknown_Are400(string on)
    {
        var server = On(on);
        foreach (var (path, message) in ((string, string)[])
            [($"{Maps}?fieldSelector=data.i%3D1", "\"data.i\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""), ($"{Pods}?fieldSelector=spec.x%3D1", "field label not supported: spec.x"),
             ("/api/v1/nodes?fieldSelector=metadata.namespace%3Dx", "field label not supported: metadata.namespace"),
             ("/apis/apps/v1/deployments?fieldSelector=spec.replicas%3D1", "\"spec.replicas\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""),
             ("/apis/shop.example/v1/coupons?fieldSelector=spec.percent%3D1", "field label not supported: spec.percent")])
        {
            var status = await server.FailAsync(path, 400);
            Assert.Contains(message, status.Message, StringComparison.Ordinal);
        }
    }

    private static async Task SameAsync(ServerUnderTest server, string path, string names)
    {
        var found = (await server.GetAsync(path)).Names.Where(name => !name.EndsWith("/kube-root-ca.crt", StringComparison.Ordinal)).Select(name => name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        Assert.True(names == string.Join(' ', found), $"{server.Name} {Uri.UnescapeDataString(path)}: want \"{names}\", got \"{string.Join(' ', found)}\"");
    }
}
