using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Tests.Witness;

/// <summary>Hears of hosts that are about to be built, and of what tests have to tell.</summary>
internal sealed class Ear(Notebook notebook) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    public void OnNext(DiagnosticListener value)
    {
        if (value.Name is "Microsoft.Extensions.Hosting" or "KubeEdge.EdgeMesh.Tests") value.Subscribe(this);
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        switch (value.Key)
        {
            case "HostBuilding":
                Attend(value.Value!);
                break;
            case "Secret":
                notebook.Keep((JsonObject)value.Value!);
                break;
            case "Token":
                notebook.Keep("token", (string)value.Value!);
                notebook.Keep("token", ((string)value.Value!).Split('.')[^1]);
                break;
            case "Line":
                notebook.Write((string)value.Value!);
                break;
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    /// <summary>By itself, since not every process has hosts.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Attend(object host)
    {
        if (host is not IHostBuilder builder) return;
        builder.ConfigureServices(services =>
        {
            services.AddSingleton<ILoggerProvider>(new LogProvider(notebook));
            services.Configure<LoggerFilterOptions>(filter => filter.Rules.Add(new LoggerFilterRule(typeof(LogProvider).FullName, null, LogLevel.Trace, null)));
        });
    }
}
