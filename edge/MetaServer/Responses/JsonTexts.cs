using System.Runtime.CompilerServices;
using System.Text;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Responses;

/// <summary>What is the same in every JSON answer for a collection.</summary>
/// <param name="BuiltIn">How the JSON of a built-in kind begins; custom kinds name apiVersion first and so keep both in lists.</param>
/// <param name="ListStart">Up to the metadata.</param>
internal sealed record JsonTexts(byte[] BuiltIn, byte[] ListStart)
{
    private static readonly ConditionalWeakTable<ApiResource, JsonTexts> Known = [];

    public static ReadOnlySpan<byte> ItemsStart => ",\"items\":["u8;

    public static ReadOnlySpan<byte> ListEnd => "]}\n"u8;

    public static JsonTexts Of(ApiResource resource) => Known.GetValue(resource, Make);

    /// <summary>An object as it stands in a list, in two parts. Built-in kinds leave out kind and apiVersion, as the API server does: the list's own say it.</summary>
    public ItemParts Item(ReadOnlySpan<byte> json) => json.StartsWith(BuiltIn) ? new("{"u8, json[BuiltIn.Length..]) : new([], json);

    private static JsonTexts Make(ApiResource resource) => new(
        Encoding.UTF8.GetBytes($"{{\"kind\":\"{resource.Kind}\",\"apiVersion\":\"{resource.Resource.ApiVersion}\","),
        Encoding.UTF8.GetBytes($"{{\"kind\":\"{resource.ListKind}\",\"apiVersion\":\"{resource.Resource.ApiVersion}\",\"metadata\":"));
}
