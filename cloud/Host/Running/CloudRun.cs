using System.Net;
using KubeEdge.EdgeMesh.Cloud.Controllers.Leadership;
using KubeEdge.EdgeMesh.Cloud.Enrolment;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Host.Running;

/// <summary>What a run was asked for.</summary>
/// <param name="Listen">Where edges reach the cloud.</param>
/// <param name="HealthListen">Where health is served.</param>
/// <param name="InstallCrds">Whether the definitions are applied first.</param>
/// <param name="AddCluster">Registers the Cluster room.</param>
/// <param name="Enrolment">Configures enrolment.</param>
/// <param name="Leadership">Configures the election of the replica that runs the controllers.</param>
/// <param name="Logging">Configures the logs.</param>
internal sealed record CloudRun(
    IPEndPoint Listen, IPEndPoint HealthListen, bool InstallCrds, Action<IServiceCollection> AddCluster, Action<EnrolmentOptions> Enrolment,
    Action<LeadershipOptions> Leadership, Action<ILoggingBuilder> Logging);
