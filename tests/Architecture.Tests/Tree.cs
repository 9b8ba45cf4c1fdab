using System.Xml.Linq;

namespace KubeEdge.EdgeMesh.Architecture.Tests;

/// <summary>The checkout, read as files.</summary>
internal static class Tree
{
    public static string Root { get; } = FindRoot();

    /// <summary>Every project, by its folder: <c>edge/Store</c>.</summary>
    public static IReadOnlyDictionary<string, Project> Projects { get; } =
        Files("*.csproj").Select(Project.Read).ToDictionary(project => project.Folder);

    /// <summary>Paths from the root, with forward slashes, of the files that people write.</summary>
    public static IEnumerable<string> Files(string pattern) =>
        new[] { "proto", "cloud", "edge", "tests" }
            .SelectMany(side => Directory.EnumerateFiles(Path.Combine(Root, side), pattern, SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "artifacts" or "node_modules"));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KubeEdge.EdgeMesh.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests must run from inside the checkout.");
    }

    internal sealed record Project(string Folder, string File, IReadOnlyList<string> Packages, IReadOnlyList<string> References)
    {
        public static Project Read(string path)
        {
            var folder = Path.GetDirectoryName(path)!.Replace('\\', '/');
            var xml = XDocument.Parse(Tree.Read(path));
            IReadOnlyList<string> Includes(string element) =>
                [.. xml.Descendants(element).Select(item => item.Attribute("Include")!.Value.Replace('\\', '/'))];
            var references = Includes("ProjectReference").Select(reference =>
                Path.GetRelativePath(Root, Path.GetDirectoryName(Path.GetFullPath(Path.Combine(Root, folder, reference)))!).Replace('\\', '/'));
            return new Project(folder, path, Includes("PackageReference"), [.. references]);
        }
    }
}
