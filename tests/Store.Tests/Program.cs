using KubeEdge.EdgeMesh.Store.Tests;
using KubeEdge.EdgeMesh.Store.Tests.Crash;

return args is [CrashWriter.Argument, var directory]
    ? CrashWriter.Run(directory)
    : await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
