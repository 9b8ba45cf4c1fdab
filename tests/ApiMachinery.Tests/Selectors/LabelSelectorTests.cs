using System.Text;
using System.Text.Json;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Selectors;

namespace KubeEdge.EdgeMesh.ApiMachinery.Tests.Selectors;

public class LabelSelectorTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("app", true)]
    [InlineData("!app", false)]
    [InlineData("!none", true)]
    [InlineData("app=web", true)]
    [InlineData("app==web", true)]
    [InlineData(" app = web , tier != db ", true)]
    [InlineData("app!=web", false)]
    [InlineData("none!=web", true)]
    [InlineData("none=web", false)]
    [InlineData("app in (db, web)", true)]
    [InlineData("app notin (db,web)", false)]
    [InlineData("none notin (web)", true)]
    [InlineData("empty=", true)]
    [InlineData("app=", false)]
    [InlineData("empty in ()", true)]
    [InlineData("empty in (,a)", true)]
    [InlineData("empty in (a,)", true)]
    [InlineData("app in (,)", false)]
    [InlineData("weight>9", true)]
    [InlineData("weight>10", false)]
    [InlineData("weight<11", true)]
    [InlineData("app>1", false)]
    [InlineData("none<1", false)]
    [InlineData("app=web,app!=db,app", true)]
    [InlineData("example.com/role=x", true)]
    [InlineData("in in (notin)", true)]
    [InlineData("!in", false)]
    public void Matches_Syntax_AgreesOnBytesAndMaps(string selector, bool expected)
    {
        var json = """{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a","labels":{"app":"web","empty":"","weight":"10","example.com/role":"x","in":"notin"}},"spec":{"app":1}}"""u8;
        var parsed = LabelSelector.Parse(selector);
        Assert.Equal(expected, parsed.Matches(json));
        Assert.Equal(expected, parsed.Matches(RawJson.ReadLabels(json)));
        Assert.Equal(expected, LabelSelector.Parse(parsed.ToString()).Matches(json));
    }

    [Theory]
    [InlineData("x==a==b", "found '==', expected: ',' or 'end of string'")]
    [InlineData("!x=a", "found '=', expected: ',' or 'end of string'")]
    [InlineData("x<a", "unable to parse requirement: values[0]: Invalid value: \"a\": for 'Gt', 'Lt' operators, the value must be an integer")]
    [InlineData("x,", "found '', expected: identifier after ','")]
    [InlineData("=a", "found '=', expected: !, identifier, or 'end of string'")]
    [InlineData("!", "unable to parse requirement: found '', expected: identifier")]
    [InlineData("x y", "unable to parse requirement: found 'y', expected: in, notin, =, ==, !=, gt, lt")]
    [InlineData("x in", "unable to parse requirement: found '' expected: '('")]
    [InlineData("x in a", "unable to parse requirement: found 'a' expected: '('")]
    [InlineData("x in (a", "unable to parse requirement: found '', expected: ',' or ')'")]
    [InlineData("x in (=", "unable to parse requirement: found '=', expected: ',', ')' or identifier")]
    [InlineData("x=!", "unable to parse requirement: found '!', expected: identifier")]
    public void Parse_Malformed_SaysWhatKubernetesSays(string selector, string expected) =>
        Assert.Equal(expected, Assert.Throws<SelectorException>(() => LabelSelector.Parse(selector)).Message);

    [Theory]
    [InlineData("a/b/c", "unable to parse requirement: <nil>: Invalid value: \"a/b/c\": a valid label key must consist of")]
    [InlineData("/b", "prefix part must be non-empty")]
    [InlineData("A/b", "prefix part a lowercase RFC 1123 subdomain")]
    [InlineData("a/", "name part must be non-empty; name part must consist of")]
    [InlineData("-a", "name part must consist of")]
    [InlineData("a=b c", "found 'c', expected: ',' or 'end of string'")]
    [InlineData("x=a||y=b", "unable to parse requirement: values[0][x]: Invalid value: \"a||y\": a valid label must be")]
    [InlineData("a=-b", "values[0][a]: Invalid value: \"-b\": a valid label must be an empty string or consist of")]
    public void Parse_IllegalKeyOrValue_Throws(string selector, string expected) =>
        Assert.Contains(expected, Assert.Throws<SelectorException>(() => LabelSelector.Parse(selector)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"matchLabels":{"b":"1","a":"2"},"matchExpressions":[{"key":"c","operator":"In","values":["y","x"]},{"key":"d","operator":"DoesNotExist"}]}""", "a=2,b=1,c in (x,y),!d")]
    [InlineData("{}", "")]
    public void FromJson_Expressions_AreRequirements(string json, string expected) => Assert.Equal(expected, LabelSelector.FromJson(Json(json)).ToString());

    [Fact]
    public void FromJson_Null_SelectsNothing()
    {
        Assert.False(LabelSelector.FromJson(Json("null")).Matches("{}"u8));
        Assert.False(LabelSelector.FromJson(Json("null")).IsEmpty);
        Assert.True(LabelSelector.FromJson(Json("{}")).IsEmpty);
    }

    [Theory]
    [InlineData("""{"matchExpressions":[{"key":"c","operator":"Has"}]}""", "\"Has\" is not a valid label selector operator")]
    [InlineData("""{"matchExpressions":[{"key":"c","operator":"In"}]}""", "values set can't be empty")]
    [InlineData("""{"matchLabels":{"a":1}}""", "a: must be a string")]
    public void FromJson_Malformed_Throws(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<SelectorException>(() => LabelSelector.FromJson(Json(json))).Message, StringComparison.Ordinal);

    [Fact]
    public void Matches_ManyRequirements_AllHold()
    {
        var names = Enumerable.Range(0, 100).Select(i => $"k{i}").ToArray();
        var json = Encoding.UTF8.GetBytes("{\"metadata\":{\"labels\":{" + string.Join(',', names.Select(n => $"\"{n}\":\"v\"")) + "}}}");
        Assert.True(LabelSelector.Parse(string.Join(',', names.Select(n => n + "=v"))).Matches(json));
        Assert.False(LabelSelector.Parse(string.Join(',', names.Select(n => n + "=v")) + ",more").Matches(json));
    }

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
