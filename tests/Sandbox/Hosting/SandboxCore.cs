using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;
using KubeEdge.EdgeMesh.Edge.Store;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Kinds;
using KubeEdge.EdgeMesh.Tests.Sandbox.Bootstrap;
using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;
using KubeEdge.EdgeMesh.Tests.Sandbox.CustomResources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Faults;
using KubeEdge.EdgeMesh.Tests.Sandbox.Housekeeping;
using KubeEdge.EdgeMesh.Tests.Sandbox.Identity;
using KubeEdge.EdgeMesh.Tests.Sandbox.Network;
using KubeEdge.EdgeMesh.Tests.Sandbox.Pods;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;
using KubeEdge.EdgeMesh.Tests.Sandbox.Testing;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Hosting;

/// <summary>The cluster without its listener: what stays when the API is cut and brought back.</summary>
internal sealed class SandboxCore : IDisposable
{
    public SandboxCore(SandboxOptions options, string directory)
    {
        var random = new Random(options.Seed ?? unchecked((int)options.Time.GetTimestamp()));
        Time = options.Time;
        Keys = ClusterKeys.Open(Path.Combine(directory, "pki"), options.Time);
        Store = ObjectStore.Open(
            new StoreOptions { FileName = Path.Combine(directory, "cluster.db"), IsSource = true }, options.Time, options.Logging.CreateLogger<ObjectStore>());
        Visible = new FaultyStore(Store, Store);
        Issuer = new TokenIssuer(Keys.Tokens, options.Time);

        var (uids, names) = (new Uids(new Random(random.Next())), new ObjectNames(new Random(random.Next())));
        var numbers = new ServiceNumbers(new Random(random.Next()));
        var content = new NamespaceContent(Keys.Authority.CertificatePem, uids);
        var admission = new ObjectAdmission(AllKindRules.Make(Registry, content, names, numbers));
        var ledger = new Ledger(Store, options.Time);
        Reads = new ClusterReads(Store);
        Writes = new ClusterWrites(ledger, new Creation(admission, names, uids), new Replacement(admission));
        var client = new ClusterClient(Registry, Reads, Writes, Store);
        Client = client;
        Output = new PodOutput(options.Time);

        var collector = new GarbageCollector(client, options.Logging.CreateLogger<GarbageCollector>(), options.Time);
        var namespaces = new NamespaceLifecycle(Registry, Reads, client, content, options.Logging.CreateLogger<NamespaceLifecycle>(), options.Time);
        var definitions = new DefinitionCleanup(Reads, client, ledger, options.Logging.CreateLogger<DefinitionCleanup>(), options.Time);
        var roles = new RoleAggregation(Reads, client, options.Logging.CreateLogger<RoleAggregation>(), options.Time);
        Chores = [collector, namespaces, definitions, roles];
        // The registry comes first: whoever hears of a definition finds it served.
        IChangeObserver[] observers = [new DefinitionServing(Registry), numbers, Output, collector, namespaces, definitions, roles, new SecretsTold()];
        foreach (var observer in observers) ledger.Observe(observer);
        Bootstrap = new ClusterBootstrap(Registry, Reads, Store, client, observers);

        Authorizer = new RbacAuthorizer(Store, Store);
        Tokens = new ServiceAccountTokenAuthenticator(Store, Store, Options.Create(new ServiceAccountTokenOptions()), options.Time);
        var trusted = new ClientCertificateOptions();
        trusted.Authorities.Add(Keys.Authority.Certificate);
        Certificates = new ClientCertificateAuthenticator(Options.Create(trusted), options.Time);
    }

    public TimeProvider Time { get; }

    public ClusterKeys Keys { get; }

    public ObjectStore Store { get; }

    public FaultyStore Visible { get; }

    public OpenWatches Watches { get; } = new();

    public ResourceRegistry Registry { get; } = new();

    public ClusterReads Reads { get; }

    public ClusterWrites Writes { get; }

    public IClusterClient Client { get; }

    public PodOutput Output { get; }

    public TokenIssuer Issuer { get; }

    public ClusterBootstrap Bootstrap { get; }

    public IReadOnlyList<IChore> Chores { get; }

    public RbacAuthorizer Authorizer { get; }

    public ServiceAccountTokenAuthenticator Tokens { get; }

    public ClientCertificateAuthenticator Certificates { get; }

    public void Dispose()
    {
        Store.Dispose();
        Keys.Dispose();
    }
}
