using System.Diagnostics;
using KubeEdge.EdgeMesh.Tests.Witness;

/// <summary>Where the runtime begins, before the program's own entry. Its name and place are the runtime's.</summary>
#pragma warning disable CA1050 // The runtime looks for it outside of namespaces.
internal static class StartupHook
#pragma warning restore CA1050
{
    /// <summary>Listens, where a directory is named.</summary>
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("EDGEMESH_TEST_LOGS") is { Length: > 0 } directory)
            DiagnosticListener.AllListeners.Subscribe(new Ear(new Notebook(directory)));
    }
}
