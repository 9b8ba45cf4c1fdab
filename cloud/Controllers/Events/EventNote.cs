namespace KubeEdge.EdgeMesh.Cloud.Controllers.Events;

/// <summary>What <see cref="IEventRecorder.Record"/> was told. Two that are equal are the same Event.</summary>
internal sealed record EventNote(ObjectReference Regarding, EventType Type, string Reason, string Action, string Note, ObjectReference? Related);
