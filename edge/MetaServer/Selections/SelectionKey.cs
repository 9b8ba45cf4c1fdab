using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Selections;

/// <summary>What is asked for, whoever asks and in whatever form.</summary>
internal readonly record struct SelectionKey(GroupVersionResource Resource, string Namespace, string Name, string Labels, string Fields);
