using System.Text;
using KubeEdge.EdgeMesh.Cloud.Controllers.Events;

namespace KubeEdge.EdgeMesh.Controllers.Tests.Events;

public sealed class EventLedgerTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly EventLedger _ledger = new(new Random(1));

    [Fact]
    public void SameWords_Again_AreCountedNotMadeAnew()
    {
        var made = _ledger.Take(Note("g", "a"), Start, out _);
        for (var i = 1; i <= 1000; i++)
            Assert.Null(_ledger.Take(Note("g", "a"), Start.AddMilliseconds(i), out _));

        Assert.NotNull(made);
        Assert.Equal(1001, made.Count);
        Assert.Empty(_ledger.Due(Start.AddSeconds(1)));
        Assert.Same(made, Assert.Single(_ledger.Due(Start + EventLedger.CountEvery)));
        made.Written(Start + EventLedger.CountEvery);
        Assert.Empty(_ledger.Due(Start + EventLedger.CountEvery * 5));
    }

    [Fact]
    public void SameWords_AfterQuiet_AreAnEventOfTheirOwn()
    {
        var first = _ledger.Take(Note("g", "a"), Start, out _)!;
        var second = _ledger.Take(Note("g", "a"), Start + EventLedger.Quiet, out _)!;

        Assert.NotEqual(first.Name, second.Name);
    }

    [Fact]
    public void ManyWords_AboutOneObject_AreLimitedAndOthersAreNot()
    {
        var made = Enumerable.Range(0, 1000).Count(i => _ledger.Take(Note("g", $"note {i}"), Start, out _) is not null);
        Assert.Equal(EventLedger.Burst, made);

        Assert.NotNull(_ledger.Take(Note("other", "a"), Start, out _));
        Assert.Null(_ledger.Take(Note("g", "late"), Start, out var limited));
        Assert.True(limited);
        Assert.NotNull(_ledger.Take(Note("g", "late"), Start + EventLedger.Refill, out _));
    }

    [Fact]
    public void Quiet_WhatIsHeld_IsForgotten()
    {
        for (var i = 0; i < 5000; i++)
            _ledger.Take(Note($"g{i}", "a"), Start, out _);
        Assert.Null(_ledger.Take(Note("one more", "a"), Start, out var limited));
        Assert.True(limited);

        _ledger.Tidy(Start + EventLedger.Quiet);
        Assert.NotNull(_ledger.Take(Note("one more", "a"), Start + EventLedger.Quiet, out _));
    }

    [Fact]
    public void Name_OfALongNamedObject_IsStillADnsName()
    {
        var series = _ledger.Take(Note(new string('a', 229) + "." + new string('b', 23), "a"), Start, out _)!;
        Assert.Matches("^[a-z0-9]([a-z0-9-.]*[a-z0-9])?$", series.Name);
        Assert.InRange(series.Name.Length, 1, 253);
        Assert.DoesNotContain("..", series.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void LongNote_OfManyBytes_IsCutBetweenCharacters()
    {
        var json = EventJson.New(_ledger.Take(Note("g", new string('漢', 800)), Start, out _)!, "here");
        var note = (string)json["note"]!;
        Assert.InRange(Encoding.UTF8.GetByteCount(note), 1000, 1024);
        Assert.EndsWith("漢…", note, StringComparison.Ordinal);
    }

    private static EventNote Note(string name, string text) =>
        new(new ObjectReference("apps.kubeedge.io/v1alpha1", "NodeGroup", "", name, $"uid-{name}"), EventType.Normal, "Reason", "Action", text, null);
}
