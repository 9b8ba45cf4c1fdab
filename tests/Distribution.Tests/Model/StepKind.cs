namespace KubeEdge.EdgeMesh.Distribution.Tests.Model;

internal enum StepKind
{
    Node,
    DeleteNode,
    Pod,
    DeletePod,
    Secret,
    DeleteSecret,
    Service,
    DeleteService,
    Slice,
    DeleteSlice,
    Endpoints,
    NodeGroup,
    Connect,
    Disconnect,
    DrainSome,
    Want,
    Unwant,
}
