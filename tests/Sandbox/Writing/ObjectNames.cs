namespace KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

/// <summary>Makes names of <c>generateName</c>: five letters that form no words.</summary>
internal sealed class ObjectNames(Random random)
{
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";
    private const int LongestPrefix = 58;
    private readonly Lock _turn = new();

    public string Complete(string prefix) => string.Concat(prefix.Length > LongestPrefix ? prefix[..LongestPrefix] : prefix, Suffix(5));

    /// <summary>That many letters.</summary>
    public string Suffix(int length)
    {
        lock (_turn) return string.Create(length, random, static (text, random) => { foreach (ref var c in text) c = Letters[random.Next(Letters.Length)]; });
    }
}
