namespace KubeEdge.EdgeMesh.Host.Tests.Doubles;

/// <summary>The promise about failures: one line that names the mend, and an exit code.</summary>
internal static class OneLine
{
    public static async Task AssertFailureAsync(Executable process, int exitCode, params string[] says)
    {
        await using (process)
        {
            var code = await process.EndAsync();
            var lines = process.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.True(code == exitCode && lines.Length == 1, $"exit code {code}, expected {exitCode}:\n{process.Error}");
            foreach (var part in says) Assert.Contains(part, lines[0], StringComparison.Ordinal);
            Assert.Empty(process.Output);
        }
    }
}
