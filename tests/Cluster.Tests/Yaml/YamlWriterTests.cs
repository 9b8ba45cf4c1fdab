using System.Text.Json.Nodes;
using CsCheck;
using KubeEdge.EdgeMesh.Cloud.Cluster.Yaml;

namespace KubeEdge.EdgeMesh.Cluster.Tests.Yaml;

public sealed class YamlWriterTests
{
    private static readonly string[] Odd =
    [
        "", " ", "true", "no", "~", "null", "1", "0x1", "1e3", "<<", "- a", "a: b", "# no comment", "a # b", "{{nodegroup}}", "*a", "&a", "!a", "|", ">", "%a", "@a", "`a", "'", "\"", "\\",
        "two\nlines", "ends\n", "ends twice\n\n", "\nbegins", "  indented\nmore", "trailing \nspace", "a\tb", "\u0000", "\u0007\nx", "\r\n", "Zürich 杭州", "\U0001F600", "\uFEFF", "\u2028", "0 *", "-} *", "---", "...", "- ", "?", ": ", "a:", "=", "2026-01-01",
    ];

    private static readonly Gen<string> Texts = Gen.OneOf(Gen.Int[0, Odd.Length - 1].Select(i => Odd[i]), Gen.String[Gen.Char["ab :#-\n'\"{}[],&*!|>%@`\\\t0"], 0, 12]);

    private static readonly Gen<JsonNode?> Nodes = Gen.Recursive<JsonNode?>((depth, node) => depth > 4 ? Leaf : Gen.Frequency(
        (3, Leaf),
        (2, node.Array[0, 4].Select(items => (JsonNode?)new JsonArray(items))),
        (2, Gen.Select(Texts, node).Array[0, 4].Select(members => (JsonNode?)new JsonObject(members.DistinctBy(m => m.Item1).Select(m => KeyValuePair.Create(m.Item1, m.Item2)))))));

    private static Gen<JsonNode?> Leaf => Gen.OneOf(
        Texts.Select(text => (JsonNode?)text), Gen.Long.Select(number => (JsonNode?)number), Gen.Bool.Select(value => (JsonNode?)value), Gen.Const((JsonNode?)null),
        Gen.Double[-1e6, 1e6].Select(number => (JsonNode?)number));

    [Fact]
    public void Write_AnyJson_ReadsAsTheSame() => Nodes.Sample(
        node =>
        {
            var wrapped = new JsonObject { ["value"] = node?.DeepClone() };
            return JsonNode.DeepEquals(wrapped, YamlReader.ReadOne(YamlWriter.Write(wrapped)));
        },
        iter: 3000, print: node => node?.ToJsonString() ?? "null");

    [Fact]
    public void Write_AnObject_ReadsWell() => Assert.Equal(
        "data:\n  app.conf: |\n    a = 1\n    b = 2\n  empty: ''\n  port: '80'\nlist:\n- a\n- b: 1\n  c: true\nnone: []\nnumber: 80\n",
        YamlWriter.Write(JsonNode.Parse("""{"data":{"app.conf":"a = 1\nb = 2\n","empty":"","port":"80"},"list":["a",{"b":1,"c":true}],"none":[],"number":80}""")));
}
