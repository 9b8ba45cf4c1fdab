using System.Text;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.ApiMachinery.Tests.Objects;

public class RawJsonTests
{
    [Theory]
    [InlineData("""{"metadata":{"name":"a","resourceVersion":"7","labels":{}},"x":1.50}""", """{"metadata":{"name":"a","resourceVersion":"1234","labels":{}},"x":1.50}""")]
    [InlineData("""{"metadata":{"name":"a","uid":"u","labels":{}}}""", """{"metadata":{"name":"a","uid":"u","resourceVersion":"1234","labels":{}}}""")]
    [InlineData("""{"metadata":{"labels":{}}}""", """{"metadata":{"resourceVersion":"1234","labels":{}}}""")]
    [InlineData("""{"metadata":{"name":"a"}}""", """{"metadata":{"name":"a","resourceVersion":"1234"}}""")]
    [InlineData("""{"metadata":{ }}""", """{"metadata":{"resourceVersion":"1234" }}""")]
    [InlineData("""{"spec":{"metadata":{"resourceVersion":"1"}},"metadata":{"resourceVersion":null}}""", """{"spec":{"metadata":{"resourceVersion":"1"}},"metadata":{"resourceVersion":"1234"}}""")]
    public void WithResourceVersion_AnyShape_ChangesOnlyThat(string json, string expected) =>
        Assert.Equal(expected, Text(RawJson.WithResourceVersion(Utf8(json), 1234)));

    [Fact]
    public void WithResourceVersion_NoMetadata_Throws() =>
        Assert.Contains("metadata", Assert.Throws<FormatException>(() => RawJson.WithResourceVersion("""{"a":1}"""u8, 1)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"metadata":{}}""", false, """{"kind":"Deployment","apiVersion":"apps/v1","metadata":{}}""")]
    [InlineData("""{"metadata":{}}""", true, """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{}}""")]
    [InlineData("""{}""", false, """{"kind":"Deployment","apiVersion":"apps/v1"}""")]
    [InlineData("""{"kind":"X","metadata":{}}""", false, """{"apiVersion":"apps/v1","kind":"X","metadata":{}}""")]
    [InlineData("""{"metadata":{},"apiVersion":"b/v1","kind":"X"}""", false, """{"metadata":{},"apiVersion":"b/v1","kind":"X"}""")]
    public void WithTypeMeta_AnyShape_PutsWhatIsAbsentFirst(string json, bool custom, string expected) =>
        Assert.Equal(expected, Text(RawJson.WithTypeMeta(Utf8(json), "apps/v1", "Deployment", custom)));

    [Theory]
    [InlineData("""{"metadata":{"name":"a","managedFields":[{"f":{"k:{\"a\":1}":{}}}]},"b":2}""", """{"metadata":{"name":"a"},"b":2}""")]
    [InlineData("""{"metadata":{"managedFields":[], "name":"a"}}""", """{"metadata":{"name":"a"}}""")]
    [InlineData("""{"metadata":{"a":1,"managedFields":null,"name":"a"}}""", """{"metadata":{"a":1,"name":"a"}}""")]
    [InlineData("""{"metadata":{"managedFields":[]}}""", """{"metadata":{}}""")]
    [InlineData("""{"metadata":{"name":"a"},"spec":{"managedFields":1}}""", """{"metadata":{"name":"a"},"spec":{"managedFields":1}}""")]
    [InlineData("""{"spec":{}}""", """{"spec":{}}""")]
    public void WithoutManagedFields_AnyShape_CutsOnlyThat(string json, string expected) =>
        Assert.Equal(expected, Text(RawJson.WithoutManagedFields(Utf8(json))));

    [Fact]
    public void ReadLabels_EscapedText_IsPlain() =>
        Assert.Equal("b\"é", RawJson.ReadLabels("""{"metadata":{"labels":{"a":"b\"\u00e9"}}}"""u8)["a"]);

    [Theory]
    [InlineData("spec.nodeName", "n1")]
    [InlineData(".spec.replicas", "3")]
    [InlineData("spec.hostNetwork", "true")]
    [InlineData("spec.list", null)]
    [InlineData("spec.nothing", null)]
    [InlineData("spec.nodeName.deeper", null)]
    public void TryGetString_Path_GivesScalarsOnly(string path, string? expected)
    {
        var found = RawJson.TryGetString("""{"status":{"nodeName":"x"},"spec":{"list":[1],"nodeName":"n1","replicas":3,"hostNetwork":true,"nothing":null}}"""u8, path, out var value);
        Assert.Equal(expected, found ? value : null);
    }

    [Fact]
    public void Reader_VeryDeepObject_IsRead()
    {
        var deep = "{\"spec\":" + string.Concat(Enumerable.Repeat("{\"a\":", 900)) + "1" + new string('}', 900) + ",\"metadata\":{\"name\":\"x\"}}";
        Assert.Equal("x", ObjectMeta.Read(Utf8(deep)).Name);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(byte[] utf8) => Encoding.UTF8.GetString(utf8);
}
