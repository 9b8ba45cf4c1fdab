using System.Text.Json;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Selectors;

/// <summary>A condition on an object's labels: all requirements must hold. Immutable and safe for all threads.</summary>
public sealed class LabelSelector
{
    private const int FewRequirements = 32;
    private static readonly RawPath Labels = RawPath.Of("metadata", "labels");
    private readonly LabelRequirement[] _requirements;
    private readonly bool _nothing;

    internal LabelSelector(IEnumerable<LabelRequirement> requirements, bool nothing = false)
    {
        _requirements = requirements.OrderBy(r => r.Key, StringComparer.Ordinal).ToArray();
        _nothing = nothing;
    }

    /// <summary>Matches every object.</summary>
    public static LabelSelector Everything { get; } = new([]);

    /// <summary>Matches no object: what an absent selector in an object means.</summary>
    public static LabelSelector Nothing { get; } = new([], nothing: true);

    /// <summary>Whether it matches every object.</summary>
    public bool IsEmpty => _requirements.Length == 0 && !_nothing;

    /// <summary>The requirements, ordered by key.</summary>
    public IReadOnlyList<LabelRequirement> Requirements => _requirements;

    /// <summary>From the form of the query parameter <c>labelSelector</c>: <c>app=web,tier in (a,b),!canary</c>.</summary>
    /// <exception cref="SelectorException">It cannot be understood; the message is Kubernetes' own.</exception>
    public static LabelSelector Parse(string text) => string.IsNullOrEmpty(text) ? Everything : new LabelSelectorParser(text).Parse();

    /// <summary>
    /// From the form in objects: matchLabels and matchExpressions. JSON null or nothing at all selects nothing, an empty object everything.
    /// </summary>
    /// <exception cref="SelectorException">An expression is not valid.</exception>
    public static LabelSelector FromJson(JsonElement selector) => LabelSelectorJson.Read(selector);

    /// <summary>Whether an object's labels fulfil all requirements; reads no further than the labels and does not allocate.</summary>
    /// <exception cref="JsonException">The bytes up to the labels are not JSON.</exception>
    public bool Matches(ReadOnlySpan<byte> objectJson)
    {
        if (_nothing) return false;
        if (_requirements.Length == 0) return true;
        Span<bool> seen = _requirements.Length <= FewRequirements ? stackalloc bool[_requirements.Length] : new bool[_requirements.Length];
        var reader = RawJson.Reader(objectJson);
        if (Labels.TrySeek(ref reader) && reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (!MatchesLabel(ref reader, seen)) return false;
            }
        }
        for (var i = 0; i < _requirements.Length; i++)
        {
            if (!seen[i] && !_requirements[i].MatchesAbsent) return false;
        }
        return true;
    }

    /// <summary>Whether these labels fulfil all requirements.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        if (_nothing) return false;
        foreach (var requirement in _requirements)
        {
            if (!(labels.TryGetValue(requirement.Key, out var value) ? requirement.Matches(value) : requirement.MatchesAbsent)) return false;
        }
        return true;
    }

    /// <summary>As Kubernetes writes it; parsing it again gives an equal selector.</summary>
    public override string ToString() => _nothing ? "<nothing>" : string.Join(',', _requirements.AsEnumerable());

    /// <summary>Takes the label whose name the reader stands on; several requirements may name the same key.</summary>
    private bool MatchesLabel(ref Utf8JsonReader reader, scoped Span<bool> seen)
    {
        var name = reader;
        reader.Read();
        for (var i = 0; i < _requirements.Length; i++)
        {
            if (!name.ValueTextEquals(_requirements[i].Utf8Key)) continue;
            seen[i] = true;
            if (!_requirements[i].Matches(ref reader)) return false;
        }
        reader.Skip();
        return true;
    }
}
