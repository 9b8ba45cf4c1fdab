namespace KubeEdge.EdgeMesh.Store.Tests.Model;

/// <summary>One life of a collection, all of it in memory.</summary>
internal sealed class ModelCollection
{
    /// <summary>By key: revision, content, tag, and which object of that name it is.</summary>
    public SortedDictionary<string, (long Revision, string Content, ulong Tag, int Life)> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>At which revision what is gone went, and by which change.</summary>
    public Dictionary<string, (long Revision, int Change)> Gone { get; } = [];

    /// <summary>Every change of this life, as text, with the revision it was served at, and whether that had been served before.</summary>
    public List<(long Revision, bool Shared, string Text)> Changes { get; } = [];

    /// <summary>The state after so many changes, as a list shows it.</summary>
    public List<string[]> States { get; } = [[]];

    /// <summary>Changes before this one are not replayed: the collection was not yet known whole.</summary>
    public int Begin { get; private set; }

    /// <summary>Changes before this one may be gone.</summary>
    public int MayBeCut { get; private set; }

    /// <summary>From this revision on, a watch can start.</summary>
    public long ResumeFrom { get; set; }

    /// <summary>Below this one none can.</summary>
    public long NotBelow { get; set; }

    /// <summary>The highest revision that a reader may have been given.</summary>
    public long Served { get; set; }

    public bool Complete { get; set; }

    public void Record(string type, string key, long revision, string content)
    {
        Changes.Add((revision, revision <= Served, $"{type} {key}@{revision}={content}"));
        States.Add([.. Objects.Select(entry => $"{entry.Key}@{entry.Value.Revision}={entry.Value.Content}")]);
        Served = Math.Max(Served, revision);
    }

    public void BeginHere(long resumeFrom)
    {
        Begin = MayBeCut = Changes.Count;
        ResumeFrom = NotBelow = resumeFrom;
    }

    public void Prune(int keep)
    {
        if (Changes.Count - keep <= MayBeCut) return;
        MayBeCut = Changes.Count - keep;
        ResumeFrom = Math.Max(ResumeFrom, Changes[MayBeCut - 1].Revision + 1);
    }
}
