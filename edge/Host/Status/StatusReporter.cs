using System.Buffers;
using System.Net;
using System.Text.Json;
using KubeEdge.EdgeMesh.Edge.Host.Commands;
using KubeEdge.EdgeMesh.Edge.Host.Expiring;
using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.Host.Renewal;
using KubeEdge.EdgeMesh.Edge.Host.Running;
using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Edge.Store.Link;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Edge.VirtualAddress;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.AspNetCore.Hosting.Server;

namespace KubeEdge.EdgeMesh.Edge.Host.Status;

/// <summary>How the daemon is, as JSON: <c>edgemesh-edge status</c> prints it for people, <c>-o json</c> as it is.</summary>
internal sealed class StatusReporter(
    EdgeRun run, CurrentIdentity identity, RenewalState renewal, Expiries expiries, IVirtualAddresses virtualAddresses, IServer server, ILink link, IObjectReader reader, ICollections collections, OpenWatches watches, TimeProvider time)
{
    private static readonly GroupVersionResource Nodes = new("", "v1", "nodes");
    private static readonly RawPath GroupLabel = RawPath.Of("metadata", "labels", "apps.kubeedge.io/belonging-to");
    private readonly DateTimeOffset _started = time.GetUtcNow();

    public ReadOnlyMemory<byte> Report()
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("node", run.Identity.Config.Node);
            WriteGroup(writer);
            writer.WriteString("cloud", run.Identity.Config.Cloud.ToString());
            writer.WriteString("version", VersionCommand.Current);
            writer.WriteString("now", time.GetUtcNow().UtcDateTime);
            writer.WriteString("started", _started.UtcDateTime);
            writer.WriteString("certificateExpires", identity.Value.Client.NotAfter.ToUniversalTime());
            WriteServing(writer);
            WriteExpiring(writer);
            WriteLink(writer, link.State);
            writer.WriteStartArray("addresses");
            foreach (var address in ServedAddresses.Of(server)) writer.WriteStringValue(address);
            writer.WriteEndArray();
            WriteAccess(writer);
            writer.WriteStartObject("watches");
            foreach (var (path, count) in watches.Counts()) writer.WriteNumber(path, count);
            writer.WriteEndObject();
            writer.WriteNumber("revision", reader.Revision);
            WriteCollections(writer);
            WriteInterests(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private void WriteServing(Utf8JsonWriter writer)
    {
        var certificate = identity.Value.Serving;
        writer.WriteStartObject("servingCertificate");
        writer.WriteString("issuer", certificate.Issuer);
        writer.WriteString("expires", certificate.NotAfter.ToUniversalTime());
        writer.WriteString("renewal", RenewalTime.Of(certificate).UtcDateTime);
        if (renewal.Problem is { } problem)
            writer.WriteString("problem", problem);
        writer.WriteEndObject();
    }

    /// <summary>What should have been renewed by now, and what no longer works when it ends.</summary>
    private void WriteExpiring(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("expiring");
        foreach (var expiry in expiries.Near)
        {
            writer.WriteStartObject();
            writer.WriteString("what", expiry.Name);
            writer.WriteString("at", expiry.At.UtcDateTime);
            writer.WriteString("then", expiry.Then);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    /// <summary>Where pods outside the host's network reach the MetaServer.</summary>
    private void WriteAccess(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("podAddresses");
        foreach (var address in run.Access.Advertised) writer.WriteStringValue(new IPEndPoint(address, run.Access.Port).ToString());
        writer.WriteEndArray();
        writer.WriteStartArray("virtualAddresses");
        foreach (var held in virtualAddresses.Held)
        {
            writer.WriteStartObject();
            writer.WriteString("address", held.Address.ToString());
            writer.WriteString("device", held.Device);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        if (virtualAddresses.Problem is { } problem)
            writer.WriteString("virtualAddressProblem", problem);
    }

    /// <summary>Empty for a node in no group; null where the Node has not arrived yet.</summary>
    private void WriteGroup(Utf8JsonWriter writer)
    {
        if (reader.Get(Nodes, new ObjectKey("", run.Identity.Config.Node)) is { } own)
            writer.WriteString("nodeGroup", GroupLabel.TryGetString(own.Json.Span, out var group) ? group : "");
        else
            writer.WriteNull("nodeGroup");
    }

    private static void WriteLink(Utf8JsonWriter writer, LinkState state)
    {
        writer.WriteStartObject("link");
        writer.WriteBoolean("connected", state.Connected);
        writer.WriteString("since", state.Since.UtcDateTime);
        if (state.LastContact is { } contact)
            writer.WriteString("lastContact", contact.UtcDateTime);
        if (state.Problem is { Length: > 0 } problem)
            writer.WriteString("problem", problem);
        writer.WriteEndObject();
    }

    private void WriteCollections(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("collections");
        foreach (var held in collections.All().OrderBy(collection => collection.Resource.ToString(), StringComparer.Ordinal))
        {
            writer.WriteStartObject();
            writer.WriteString("collection", held.Resource.ToString());
            writer.WriteNumber("count", held.Count);
            writer.WriteNumber("bytes", held.Bytes);
            writer.WriteString("complete", Name(held.Complete));
            writer.WriteNumber("revision", held.Revision);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteInterests(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("interests");
        foreach (var interest in collections.Interests())
        {
            writer.WriteStartObject();
            writer.WriteString("collection", interest.Resource.ToString());
            writer.WriteString("user", interest.User);
            writer.WriteString("lastUsed", interest.LastUsed.UtcDateTime);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Words that stay when the enum is renamed: programs read them.</summary>
    private static string Name(CollectionScope scope) => scope switch
    {
        CollectionScope.All => "all",
        CollectionScope.Node => "node",
        _ => "none",
    };
}
