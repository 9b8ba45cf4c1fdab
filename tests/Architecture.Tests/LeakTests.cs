using System.Diagnostics;

namespace KubeEdge.EdgeMesh.Architecture.Tests;

/// <summary>The search for secrets in the suite's logs (tests/leaks) finds what is there, names its place, and does not repeat it.</summary>
public sealed class LeakTests : IDisposable
{
    private const string Password = "correct-horse-battery";
    private readonly string _directory = Directory.CreateTempSubdirectory("edgemesh-leaks-").FullName;

    public static TheoryData<string, string> Planted => new()
    {
        { Password, "Secret that was issued" },
        { Convert.ToBase64String("{\"password\":\"correct-horse-battery\"}"u8), "Secret that was issued" },
        { "Bearer eyJhbGciOiJFUzI1NiJ9abc.eyJpc3MiOiJodHRwczovL2sifQ.c2lnbmF0dXJlc2lnbmF0dXJl", "signed token" },
        { "-----BEGIN EC PRIVATE KEY-----", "private key" },
        { Convert.ToBase64String("-----BEGIN PRIVATE KEY-----"u8), "private key" },
        { new string('0', 64) + ".abcdef.0123456789abcdef", "join token" },
    };

    [Theory, MemberData(nameof(Planted))]
    public async Task Leaks_WithSomethingPlanted_SayWhereAndWhatKind(string planted, string kind)
    {
        await PlantAsync("all is well", $"Trace Some.Category[1] a request with {planted} came in", "all is well");
        var (exit, error) = await LookAsync();
        Assert.Equal(1, exit);
        Assert.Equal($"leaks: log-test-1.txt:2 holds a {kind}", error.Trim());
        Assert.DoesNotContain(planted, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaks_WithNothingPlanted_AreNone()
    {
        await PlantAsync("all is well", "the Secret shop/password has changed", "token abcdef was used");
        Assert.Equal((0, ""), await LookAsync());
    }

    /// <summary>A suite that wrote nothing down has not been looked at.</summary>
    [Fact]
    public async Task Leaks_WithoutLogs_AreAFailure() => Assert.Equal(2, (await LookAsync()).Exit);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private async Task PlantAsync(params string[] lines)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await File.WriteAllLinesAsync(Path.Combine(_directory, "log-test-1.txt"), lines, cancellation);
        var notebook = new KubeEdge.EdgeMesh.Tests.Witness.Notebook(_directory);
        notebook.Keep("Secret", Password);
    }

    private async Task<(int Exit, string Error)> LookAsync()
    {
        using var leaks = Process.Start(new ProcessStartInfo(Path.Combine(Tree.Root, "tests/leaks"), [_directory]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var (output, error) = (leaks.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), leaks.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await leaks.WaitForExitAsync(TestContext.Current.CancellationToken);
        _ = await output;
        return (leaks.ExitCode, await error);
    }
}
