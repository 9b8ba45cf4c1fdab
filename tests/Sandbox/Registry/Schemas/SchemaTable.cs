using System.Diagnostics.CodeAnalysis;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Registry.Schemas;

/// <summary>The types of the built-in API, read once from the embedded <c>Tables/</c>.</summary>
internal sealed class SchemaTable
{
    private const string Prefix = "Schemas/";
    private readonly Dictionary<string, StructSchema> _types = new(StringComparer.Ordinal);

    private SchemaTable() { }

    /// <summary>The table; the same for all clusters.</summary>
    public static SchemaTable BuiltIn { get; } = Load();

    /// <summary>All types, by full name.</summary>
    public IReadOnlyDictionary<string, StructSchema> Types => _types;

    /// <summary>The type of that full name.</summary>
    public bool TryFind(string name, [NotNullWhen(true)] out StructSchema? found) => _types.TryGetValue(name, out found);

    /// <summary>The struct that a type names; null for another form.</summary>
    public StructSchema? Resolve(TypeSchema type) => type.Form == TypeForm.Struct ? _types[type.Name] : null;

    private static SchemaTable Load()
    {
        var assembly = typeof(SchemaTable).Assembly;
        var files = assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToList();
        var packages = files.ToDictionary(
            file => Path.GetFileNameWithoutExtension(file),
            file => { using var text = Open(file); return text.ReadLine()!["package ".Length..]; },
            StringComparer.Ordinal);

        var table = new SchemaTable();
        foreach (var file in files)
        {
            using var text = Open(file);
            foreach (var type in new SchemaReader(packages).Read(text)) table._types.Add(type.Name, type);
        }
        return table;

        StreamReader Open(string file) => new(assembly.GetManifestResourceStream(file)!);
    }
}
