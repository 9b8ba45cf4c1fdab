using System.Globalization;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;

/// <summary>Amounts as Kubernetes writes them: the API server stores <c>0.5</c> as <c>500m</c> and <c>1024Mi</c> as <c>1Gi</c>.</summary>
internal static class Quantity
{
    private static readonly Dictionary<string, decimal> Factors = new(StringComparer.Ordinal)
    {
        ["n"] = 1e-9m,
        ["u"] = 1e-6m,
        ["m"] = 1e-3m,
        [""] = 1m,
        ["k"] = 1e3m,
        ["M"] = 1e6m,
        ["G"] = 1e9m,
        ["T"] = 1e12m,
        ["P"] = 1e15m,
        ["E"] = 1e18m,
        ["Ki"] = 1L << 10,
        ["Mi"] = 1L << 20,
        ["Gi"] = 1L << 30,
        ["Ti"] = 1L << 40,
        ["Pi"] = 1L << 50,
        ["Ei"] = 1L << 60,
    };

    /// <summary>Whether both are amounts, and the same one.</summary>
    public static bool AreEqual(string left, string right) => TryParse(left, out var one) && TryParse(right, out var other) && one == other;

    private static bool TryParse(string text, out decimal value)
    {
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
            return true;

        var end = text.TrimEnd("numkMGTPEi".ToCharArray()).Length;
        if (!Factors.TryGetValue(text[end..], out var factor)
            || !decimal.TryParse(text[..end], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || Math.Abs(number) > decimal.MaxValue / (1L << 60))
        {
            return false;
        }

        value = number * factor;
        return true;
    }
}
