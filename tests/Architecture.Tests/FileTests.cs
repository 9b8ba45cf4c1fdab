using System.Text.RegularExpressions;

namespace KubeEdge.EdgeMesh.Architecture.Tests;

/// <summary>What a newcomer relies on when reading the tree.</summary>
public sealed partial class FileTests
{
    private const int LongestFile = 400;

    [Fact]
    public void Folders_HaveNamesThatSaySomething()
    {
        string[] empty = ["Common", "Utils", "Util", "Helpers", "Helper", "Misc", "Shared", "Managers"];
        Assert.DoesNotContain(Tree.Files("*.cs"), file => file.Split('/').Intersect(empty, StringComparer.OrdinalIgnoreCase).Any());
    }

    [Fact]
    public void Types_HaveNamesThatSaySomething() =>
        Assert.DoesNotContain(Tree.Files("*.cs"), file => EmptyName().IsMatch(Path.GetFileName(file)));

    [Fact]
    public void Files_StaySmall()
    {
        var long_ = Tree.Files("*.cs").Select(file => (file, lines: Tree.Read(file).Count(c => c == '\n'))).Where(entry => entry.lines > LongestFile);
        Assert.Empty(long_.Select(entry => $"{entry.file}: {entry.lines} lines"));
    }

    [Fact]
    public void Namespaces_EqualPaths()
    {
        var astray =
            from file in Tree.Files("*.cs")
            where !file.StartsWith("tests/", StringComparison.Ordinal)
            let declared = Namespace().Match(Tree.Read(file)).Groups[1].Value
            where declared.Length > 0
            let folder = Path.GetDirectoryName(file)!.Replace('\\', '/')
            let side = char.ToUpperInvariant(folder[0]) + folder[1..]
            let expected = "KubeEdge.EdgeMesh." + side.Replace('/', '.')
            where declared != expected
            select $"{file}: {declared}, not {expected}";
        Assert.Empty(astray);
    }

    [Fact]
    public void Rooms_StateTheirLaw()
    {
        var silent = Tree.Projects.Keys
            .Where(folder => !folder.EndsWith(".Tests", StringComparison.Ordinal))
            .Where(folder => !File.Exists(Path.Combine(Tree.Root, folder, "README.md")));
        Assert.Empty(silent);
    }

    /// <summary>Generated messages are a wire format, not a model: every file that may see them, and why.</summary>
    private static readonly Dictionary<string, string> Mappings = new()
    {
        ["cloud/Distribution/Streaming/WireMapping.cs"] = "maps between the messages of the stream and the room's own frames; the binding is written by hand and sees frames only",
        ["cloud/Enrolment/Endpoints/EnrolmentService.cs"] = "implements the one call: two flat messages, mapped where they are taken and given",
        ["edge/Sync/Streaming/WireMapping.cs"] = "maps between the messages of the stream and the room's own frames and batches",
        ["edge/Sync/Streaming/CloudStream.cs"] = "binds: holds the generated client's call, and hands every message to the mapping",
        ["edge/Host/Renewal/RenewalCall.cs"] = "makes the one call of renewal: two flat messages, mapped on the spot",
        ["edge/Host/Joining/EnrolmentCall.cs"] = "makes the one call of joining: two flat messages, mapped on the spot",
    };

    [Fact]
    public void GeneratedTypes_StopAtTheMapping()
    {
        var users = Tree.Files("*.cs")
            .Where(file => file.StartsWith("cloud/", StringComparison.Ordinal) || file.StartsWith("edge/", StringComparison.Ordinal))
            .Where(file => GeneratedNamespace().IsMatch(Tree.Read(file)));
        Assert.Equal(Mappings.Keys.Order(StringComparer.Ordinal), users.Order(StringComparer.Ordinal));
    }

    /// <summary>What people wrote has a namespace below it, so that naming this one means a generated type.</summary>
    [Fact]
    public void GeneratedTypes_AreAloneInTheirNamespace()
    {
        var written = Tree.Files("*.cs").Where(file => file.StartsWith("proto/Wire/", StringComparison.Ordinal))
            .Where(file => Tree.Read(file).Contains("namespace KubeEdge.EdgeMesh.Proto.Wire;", StringComparison.Ordinal));
        Assert.Empty(written);
    }

    [GeneratedRegex(@"(Manager|Helper|Helpers|Util|Utils)\.cs$")]
    private static partial Regex EmptyName();

    /// <summary>Imports the namespace, or names a type in it; not the folders Digests, Joining and Versioning.</summary>
    [GeneratedRegex(@"\bProto\.Wire(;|\.(?!(Digests|Joining|Versioning)\b)\w)")]
    private static partial Regex GeneratedNamespace();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
