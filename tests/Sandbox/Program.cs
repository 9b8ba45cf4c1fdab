using KubeEdge.EdgeMesh.Tests.Sandbox.Hosting;

return await SandboxCommand.Create().Parse(args).InvokeAsync();
