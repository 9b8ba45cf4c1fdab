using System.Collections.Concurrent;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Sandbox.Tests.Controllers;

/// <summary>Keeps what is logged as an error.</summary>
internal sealed class ErrorLogger : ILogger<SandboxControllers>
{
    public ConcurrentQueue<string> Errors { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            Errors.Enqueue($"{formatter(state, exception)} {exception}");
    }
}
