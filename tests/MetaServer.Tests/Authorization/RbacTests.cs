using System.Globalization;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Edge.Store;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Authorization;

/// <summary>kubernetes-api.md 5.5, sentence by sentence.</summary>
public sealed class RbacTests : IDisposable
{
    private const string Group = "rbac.authorization.k8s.io";
    private static readonly ApiResource Roles = new(new(Group, "v1", "roles"), "Role", true);
    private static readonly ApiResource RoleBindings = new(new(Group, "v1", "rolebindings"), "RoleBinding", true);
    private static readonly ApiResource ClusterRoles = new(new(Group, "v1", "clusterroles"), "ClusterRole", false);
    private static readonly ApiResource ClusterRoleBindings = new(new(Group, "v1", "clusterrolebindings"), "ClusterRoleBinding", false);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("edgemesh-rbac-");
    private readonly ObjectStore _store;
    private readonly RbacAuthorizer _rbac;

    public RbacTests()
    {
        _store = ObjectStore.Open(new StoreOptions { DataDirectory = _directory.FullName }, TimeProvider.System, NullLogger.Instance);
        _rbac = new RbacAuthorizer(_store, _store);
    }

    public void Dispose()
    {
        _store.Dispose();
        _directory.Delete(recursive: true);
    }

    [Theory]
    [InlineData("""{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}""", "GET /api/v1/namespaces/shop/pods/a", true)]
    [InlineData("""{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}""", "GET /api/v1/namespaces/shop/pods", false)]
    [InlineData("""{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}""", "GET /api/v1/namespaces/shop/pods/a/log", false)]
    [InlineData("""{"verbs":["get"],"apiGroups":[""],"resources":["pods/log"]}""", "GET /api/v1/namespaces/shop/pods/a/log", true)]
    [InlineData("""{"verbs":["get"],"apiGroups":[""],"resources":["*/log"]}""", "GET /api/v1/namespaces/shop/pods/a/log", true)]
    [InlineData("""{"verbs":["get"],"apiGroups":[""],"resources":["pods/*"]}""", "GET /api/v1/namespaces/shop/pods/a/log", false)]
    [InlineData("""{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}""", "DELETE /apis/apps/v1/deployments", true)]
    [InlineData("""{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}""", "GET /version", false)]
    [InlineData("""{"verbs":["get"],"apiGroups":["apps"],"resources":["pods"]}""", "GET /api/v1/namespaces/shop/pods/a", false)]
    [InlineData("""{"verbs":["get"],"apiGroups":[],"resources":["pods"]}""", "GET /api/v1/namespaces/shop/pods/a", false)]
    [InlineData("""{"verbs":["get","list","watch","create"],"apiGroups":[""],"resources":["secrets"],"resourceNames":["a"]}""", "GET /api/v1/namespaces/shop/secrets/a", true)]
    [InlineData("""{"verbs":["get","list","watch","create"],"apiGroups":[""],"resources":["secrets"],"resourceNames":["a"]}""", "GET /api/v1/namespaces/shop/secrets/b", false)]
    [InlineData("""{"verbs":["get","list","watch","create"],"apiGroups":[""],"resources":["secrets"],"resourceNames":["a"]}""", "GET /api/v1/namespaces/shop/secrets", false)]
    [InlineData("""{"verbs":["get","list","watch","create"],"apiGroups":[""],"resources":["secrets"],"resourceNames":["a"]}""", "GET /api/v1/namespaces/shop/secrets?fieldSelector=metadata.name%3Da", true)]
    [InlineData("""{"verbs":["get","list","watch","create"],"apiGroups":[""],"resources":["secrets"],"resourceNames":["a"]}""", "GET /api/v1/namespaces/shop/secrets?watch=1&fieldSelector=metadata.name%3Da,type%3Dx", true)]
    [InlineData("""{"verbs":["get","list","watch","create"],"apiGroups":[""],"resources":["secrets"],"resourceNames":["a"]}""", "GET /api/v1/namespaces/shop/secrets?fieldSelector=metadata.name!%3Da", false)]
    [InlineData("""{"verbs":["get","list","watch","create"],"apiGroups":[""],"resources":["secrets"],"resourceNames":["a"]}""", "POST /api/v1/namespaces/shop/secrets", false)]
    [InlineData("""{"verbs":["get"],"nonResourceURLs":["/healthz","/apis/*"]}""", "GET /healthz", true)]
    [InlineData("""{"verbs":["get"],"nonResourceURLs":["/healthz","/apis/*"]}""", "GET /apis/apps", true)]
    [InlineData("""{"verbs":["get"],"nonResourceURLs":["/healthz","/apis/*"]}""", "GET /apis", false)]
    [InlineData("""{"verbs":["get"],"nonResourceURLs":["/healthz","/apis/*"]}""", "POST /healthz", false)]
    public void ClusterRole_5_5_Rule(string rule, string request, bool allowed)
    {
        _store.Put(ClusterRoles, "r", $"\"rules\":[{rule}]");
        Bind(ClusterRoleBindings, "b", "ClusterRole", "r", """{"kind":"User","name":"ann"}""");
        CompleteAll();
        Assert.Equal(allowed ? AuthorizationDecision.Allowed : AuthorizationDecision.Denied, Ask(request, "ann"));
        Assert.Equal(AuthorizationDecision.Denied, Ask(request, "bob"));
    }

    [Fact]
    public void RoleBinding_5_5_GrantsInItsNamespaceOnly()
    {
        _store.Put(Roles, "shop/r", """ "rules":[{"verbs":["list"],"apiGroups":[""],"resources":["pods"]}] """);
        _store.Put(ClusterRoles, "cr", """ "rules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"]},{"verbs":["get"],"nonResourceURLs":["*"]}] """);
        Bind(RoleBindings, "shop/b1", "Role", "r", """{"kind":"Group","name":"clerks"}""");
        Bind(RoleBindings, "shop/b2", "ClusterRole", "cr", """{"kind":"Group","name":"clerks"}""");
        CompleteAll();
        Assert.Equal(AuthorizationDecision.Allowed, Ask("GET /api/v1/namespaces/shop/pods", "ann", "clerks"));
        Assert.Equal(AuthorizationDecision.Allowed, Ask("GET /api/v1/namespaces/shop/pods/a", "ann", "clerks"));
        Assert.Equal(AuthorizationDecision.Denied, Ask("GET /api/v1/namespaces/shop/pods", "ann"));
        Assert.Equal(AuthorizationDecision.Denied, Ask("GET /api/v1/namespaces/other/pods", "ann", "clerks"));
        Assert.Equal(AuthorizationDecision.Denied, Ask("GET /api/v1/pods", "ann", "clerks"));
        Assert.Equal(AuthorizationDecision.Denied, Ask("GET /version", "ann", "clerks"));
    }

    [Fact]
    public void ServiceAccountSubject_5_5_WithoutANamespace_IsOfTheRoleBindings()
    {
        _store.Put(ClusterRoles, "r", """ "rules":[{"verbs":["list"],"apiGroups":[""],"resources":["pods"]}] """);
        Bind(RoleBindings, "shop/b", "ClusterRole", "r", """{"kind":"ServiceAccount","name":"till"}""");
        Bind(ClusterRoleBindings, "cb", "ClusterRole", "r", """{"kind":"ServiceAccount","name":"till"}""");
        CompleteAll();
        Assert.Equal(AuthorizationDecision.Allowed, Ask("GET /api/v1/namespaces/shop/pods", "system:serviceaccount:shop:till"));
        Assert.Equal(AuthorizationDecision.Denied, Ask("GET /api/v1/namespaces/other/pods", "system:serviceaccount:shop:till"));
    }

    [Fact]
    public void RoleRef_5_5_ThatDangles_IsSkipped_AndMalformedObjectsHideNothing()
    {
        _store.Put(ClusterRoles, "odd", """ "rules":{"verbs":7} """);
        _store.Put(ClusterRoles, "r", """ "rules":[null,7,{"verbs":["list"],"apiGroups":[""],"resources":["pods"]}] """);
        Bind(ClusterRoleBindings, "a", "ClusterRole", "gone", """{"kind":"User","name":"ann"}""");
        Bind(ClusterRoleBindings, "b", "ClusterRole", "odd", "7,null");
        Bind(ClusterRoleBindings, "c", "ClusterRole", "r", """{"kind":"User","name":"ann"}""");
        CompleteAll();
        Assert.Equal(AuthorizationDecision.Allowed, Ask("GET /api/v1/pods", "ann"));
    }

    [Fact]
    public void RoleRef_ThatDangles_IsSaidInTheWordsOfTheApiServer()
    {
        Bind(ClusterRoleBindings, "a", "ClusterRole", "gone", """{"kind":"User","name":"ann"},{"kind":"Group","name":"clerks"}""");
        CompleteAll();
        var pods = new RequestInfo { IsResourceRequest = true, Path = "", Verb = "list", Resource = new("", "v1", "pods"), Namespace = "shop" };
        Assert.Equal("RBAC: clusterrole.rbac.authorization.k8s.io \"gone\" not found", _rbac.Explain(new UserIdentity("ann", ["clerks"]), pods));
        Bind(RoleBindings, "shop/b", "Role", "gone2", """{"kind":"Group","name":"clerks"}""");
        Assert.Equal(
            "RBAC: [clusterrole.rbac.authorization.k8s.io \"gone\" not found, role.rbac.authorization.k8s.io \"gone2\" not found]",
            _rbac.Explain(new UserIdentity("ann", ["clerks"]), pods));
        Assert.Equal("", _rbac.Explain(new UserIdentity("bob", []), pods));
    }

    [Fact]
    public void Rules_5_5_UntilAllFourCollectionsAreComplete_AreUnknown_ButMastersPass()
    {
        _store.Put(ClusterRoles, "r", """ "rules":[{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}] """);
        Bind(ClusterRoleBindings, "b", "ClusterRole", "r", """{"kind":"User","name":"ann"}""");
        foreach (var resource in (ApiResource[])[Roles, RoleBindings, ClusterRoles])
        {
            Assert.Equal(AuthorizationDecision.Unknown, Ask("GET /api/v1/pods", "ann"));
            Assert.Equal(AuthorizationDecision.Allowed, Ask("GET /api/v1/pods", "root", UserIdentity.Masters));
            _store.Complete(resource.Resource);
        }
        Assert.Equal(AuthorizationDecision.Unknown, Ask("GET /api/v1/pods", "ann"));
        _store.Complete(ClusterRoleBindings.Resource);
        Assert.Equal(AuthorizationDecision.Allowed, Ask("GET /api/v1/pods", "ann"));
    }

    [Fact]
    public void Rules_ThatChange_CountWithTheNextQuestion()
    {
        _store.Put(ClusterRoles, "r", """ "rules":[{"verbs":["list"],"apiGroups":[""],"resources":["pods"]}] """);
        CompleteAll();
        for (var i = 0; i < 50; i++)
        {
            Bind(ClusterRoleBindings, "b", "ClusterRole", "r", $$"""{"kind":"User","name":"u{{i.ToString(CultureInfo.InvariantCulture)}}"}""");
            Assert.Equal(AuthorizationDecision.Allowed, Ask("GET /api/v1/pods", $"u{i}"));
            Assert.Equal(AuthorizationDecision.Denied, Ask("GET /api/v1/pods", $"u{i - 1}"));
        }
    }

    private void Bind(ApiResource kind, string key, string roleKind, string role, string subject) => _store.Put(
        kind, key, $$""" "roleRef":{"apiGroup":"{{Group}}","kind":"{{roleKind}}","name":"{{role}}"},"subjects":[{{subject}}] """);

    private void CompleteAll()
    {
        foreach (var resource in (ApiResource[])[Roles, RoleBindings, ClusterRoles, ClusterRoleBindings]) _store.Complete(resource.Resource);
    }

    private AuthorizationDecision Ask(string request, string user, params string[] groups)
    {
        var (method, target) = request.Split(' ') is [var verb, var path] ? (verb, path) : throw new ArgumentException(request);
        var query = target.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? new QueryCollection(QueryHelpers.ParseQuery(target[at..])) : QueryCollection.Empty;
        Assert.True(RequestInfoParser.TryParse(method, target, query, out var info, out var problem), problem);
        return _rbac.Authorize(new UserIdentity(user, groups), info);
    }
}
