using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Tests.Witness;

/// <summary>Writes down everything that is logged.</summary>
internal sealed class LogProvider(Notebook notebook) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Logger(notebook, categoryName);

    /// <summary>The notebook is the process's, not the host's.</summary>
    public void Dispose()
    {
    }

    private sealed class Logger(Notebook notebook, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => !notebook.IsFull;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            notebook.Write($"{logLevel} {category}[{eventId.Id}] {formatter(state, exception)} {exception}");
    }
}
