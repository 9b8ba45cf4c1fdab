using System.Globalization;
using System.Text;
using KubeEdge.EdgeMesh.Edge.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeEdge.EdgeMesh.Store.Tests.Crash;

/// <summary>The child process: writes until it is killed, and says on its output what was acknowledged.</summary>
internal static class CrashWriter
{
    public const string Argument = "--write-until-killed";

    public const int Keys = 40;

    public static StoreOptions Options(string directory) => new()
    {
        DataDirectory = directory,
        KeepEvents = 30,
        MaxEvents = 60,
        KeepTime = TimeSpan.Zero,
        PruneInterval = TimeSpan.FromMilliseconds(100),
    };

    public static int Run(string directory)
    {
        using var store = ObjectStore.Open(Options(directory), TimeProvider.System, NullLogger.Instance);
        using var output = Console.OpenStandardOutput();
        while (true)
        {
            var revision = store.Transact(t =>
            {
                var next = t.NextRevision();
                // The same number under two keys, in a note and in the revision: a torn transaction shows.
                var key = (next % Keys).ToString(CultureInfo.InvariantCulture);
                t.Put(TestStore.Pods, new("a", key), TestStore.Json("a/" + key, next, new string('p', 3000)), next);
                t.Put(TestStore.Slices, new("b", key), TestStore.Json("b/" + key, next, "s"), next);
                if (next % 7 == 0) t.Delete(TestStore.Pods, new("a", ((next + 1) % Keys).ToString(CultureInfo.InvariantCulture)), next);
                t.SetNote("position", Encoding.ASCII.GetBytes(next.ToString(CultureInfo.InvariantCulture)));
                return next;
            });
            output.Write(Encoding.ASCII.GetBytes($"{revision}\n"));
        }
    }
}
