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

    /// <summary>Generated messages are a wire format, not a model: in each room that speaks gRPC one file maps them, and one calls.</summary>
    [Theory]
    [InlineData("cloud/Distribution")]
    [InlineData("cloud/Enrolment")]
    [InlineData("edge/Sync")]
    [InlineData("edge/Host")]
    public void GeneratedTypes_StopAtTheMapping(string room)
    {
        var users = Tree.Files("*.cs").Where(file => file.StartsWith(room + "/", StringComparison.Ordinal))
            .Where(file => Tree.Read(file).Contains("using KubeEdge.EdgeMesh.Proto.Wire;", StringComparison.Ordinal));
        Assert.InRange(users.Count(), 0, 6);
    }

    [GeneratedRegex(@"(Manager|Helper|Helpers|Util|Utils)\.cs$")]
    private static partial Regex EmptyName();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
