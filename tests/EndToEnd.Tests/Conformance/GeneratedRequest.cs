namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Conformance;

/// <summary>A read that was put together at random.</summary>
/// <param name="Path">Path and query.</param>
/// <param name="Accept">Null for none.</param>
/// <param name="IsWatch">Whether it is a watch, which ends after a second.</param>
/// <param name="Agent">The User-Agent; null for none.</param>
public sealed record GeneratedRequest(string Path, string? Accept, bool IsWatch, string? Agent = null)
{
    private static readonly string[] Collections =
    [
        "/api/v1/namespaces/conf/configmaps", "/api/v1/namespaces/conf-b/configmaps", "/api/v1/namespaces/conf/pods", "/api/v1/namespaces/conf-b/pods",
        "/apis/apps/v1/namespaces/conf/deployments", "/apis/shop.example/v1/namespaces/conf/coupons", "/api/v1/namespaces/nowhere/configmaps",
        "/api/v1/configmaps", "/api/v1/pods", "/apis/apps/v1/deployments", "/apis/shop.example/v1/coupons", "/api/v1/namespaces", "/api/v1/namespaces/conf/secrets",
        "/api/v1/namespaces/conf/configmaps/", "/api/v1/namespaces/nowhere/pods",
    ];

    private static readonly string?[] Accepts =
    [
        null, null, "*/*", "application/json", "application/json;as=Table;g=meta.k8s.io;v=v1,application/json", "application/json;as=Table;g=meta.k8s.io;v=v1;q=0.2,application/json;q=0.8",
        "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1", "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1", "text/html", "text/html,*/*;q=0.1",
        "application/json;as=Table;g=meta.k8s.io;v=v9,application/json", "application/json;as=Bogus;g=meta.k8s.io;v=v1", "application/json;charset=utf-8", "application/json;pretty=1",
        "application/yaml", "application/*", "application/json;q=0", "application/json;as=Table;g=meta.k8s.io;v=v1;pretty=1", "APPLICATION/JSON", "application/json; as=Table; g=meta.k8s.io; v=v1",
        "application/json;stream=watch", "nonsense", "*/*;q=0.5,application/json;as=Table;g=meta.k8s.io;v=v1",
    ];

    private static readonly string?[] Agents = ["curl/8", "Mozilla/5.0 (X11)", "kubectl/1"];

    private static readonly string[] LabelParts =
    [
        "app", "!app", "app=till", "app==scale", "app!=till", "app in (till,scale)", "app notin (till)", "n>3", "n<3", "odd-one=", "odd-one in ()", "odd-one", "n in (1,2,3)", "app=walker",
        "x.y/z=1", "app>1", " app = till ", "n>x", "!x=a", "x<a", "a==b==c", "app in till", "app=(", ",", "=b", "-a=b", "a=b c", "x in (a", "a.b/c/d=1",
        "app notin ()", "app in (till", "n>3,n<5", "app=till,app=scale", "UPPER=1", "a/=1", "/b=1", "in", "in in (in)", "x notin", "n>03", "n>-1", "app=,!n", "app = ", "a=b,", "(a)",
    ];

    private static readonly string[] FieldParts =
    [
        "metadata.name=m1", "metadata.name!=m2", "metadata.name==p1", "metadata.namespace=conf", "metadata.namespace!=conf", "metadata.name=none", "status.phase=Pending", "spec.nodeName=",
        "spec.restartPolicy=Never", "spec.hostNetwork=true", "spec.schedulerName!=nobody", "spec.bogus=1", "metadata.labels=1", "metadata.name", @"metadata.name=a\,b", @"metadata.name=a\x", "a=b=c",
        "metadata.name=", "metadata.name!=", "metadata.name in (a)", "=x", ",", "metadata.name=m1,", "status.phase!=Running", "spec.of=tea", "spec.of!=tea", "spec.percent=1", "metadata.uid=1",
        "metadata.name=m1,metadata.name=m2", @"metadata.name=\\",
    ];

    private static readonly string[] Limits = ["0", "1", "2", "3", "7", "500", "-1", "x", "", "1.5", "99999999999999999999", "+2"];

    /// <summary>The next request.</summary>
    public static GeneratedRequest Next(Random random, Dataset data)
    {
        var path = Pick(random, Collections);
        var agent = random.Next(20) == 0 ? Pick(random, Agents) : null;
        if (random.Next(8) == 0)
            return new GeneratedRequest($"{path}/{Pick(random, "m1", "p1", "d", "c1", "none", "conf")}{Query(random, data, path, isGet: true)}".Replace("//", "/", StringComparison.Ordinal), Pick(random, Accepts), false, agent);
        var isWatch = random.Next(12) == 0;
        var query = Query(random, data, path, isGet: false);
        if (!isWatch) return new GeneratedRequest(path + query, Pick(random, Accepts), false, agent);
        // The way to ask for a watch before there was the parameter.
        if (random.Next(6) == 0) path = path.Replace("/v1/", "/v1/watch/", StringComparison.Ordinal);
        return new GeneratedRequest($"{path}{query}{(query.Length == 0 ? "?" : "&")}watch=1&timeoutSeconds=1", Pick(random, Accepts), true, agent);
    }

    private static string Query(Random random, Dataset data, string path, bool isGet)
    {
        var parameters = new List<string>();
        // A version is asked of the collection that brought it, as clients do: see the README of the MetaServer.
        string[] known = path.EndsWith("conf/configmaps", StringComparison.Ordinal) ? [.. data.History.Select(revision => $"{revision}"), $"{data.History[0] - 1}"] : [];
        Add("resourceVersion", 3, ["0", "0", .. known, "x1", "-5", "00", "+5", "18446744073709551616", "1.5", ""]);
        Add("pretty", 12, ["true", "false", "1"]);
        if (!isGet)
        {
            Add("labelSelector", 3, LabelParts, joined: true);
            Add("fieldSelector", 4, FieldParts, joined: true);
            Add("limit", 3, Limits);
            Add("resourceVersionMatch", 5, ["Exact", "NotOlderThan", "Wrong", ""]);
            Add("sendInitialEvents", 15, ["true", "false", ""]);
            Add("continue", 25, ["bm9uc2Vuc2U", "%"]);
            Add("timeout", 15, ["10s", "1m", "x", "5"]);
            Add("allowWatchBookmarks", 15, ["true", "false", "x", ""]);
            Add("includeObject", 15, ["None", "Object", "Metadata", "Foo", ""]);
            Add("timeoutSeconds", 20, ["x", "1x", "1.5"]);
            Add("limit", 20, Limits);
            Add("labelSelector", 20, LabelParts);
        }
        return parameters.Count == 0 ? "" : "?" + string.Join('&', parameters);

        void Add(string name, int oneIn, string[] values, bool joined = false)
        {
            if (random.Next(oneIn) != 0) return;
            var value = Pick(random, values);
            if (joined && random.Next(3) == 0) value += "," + Pick(random, values);
            parameters.Add($"{name}={Uri.EscapeDataString(value)}");
        }
    }

    private static T Pick<T>(Random random, params T[] values) => values[random.Next(values.Length)];
}
