namespace KubeEdge.EdgeMesh.Edge.MetaServer.Packing;

/// <summary>The check sum of gzip, and that of two texts in a row from theirs: polynomials over GF(2), the lowest power in the highest bit.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const uint One = 0x80000000;
    private static readonly uint[] PowersOfX = MakePowers();

    /// <summary>The sum of a short text.</summary>
    public static uint Of(ReadOnlySpan<byte> text)
    {
        var sum = uint.MaxValue;
        foreach (var octet in text)
        {
            sum ^= octet;
            for (var bit = 0; bit < 8; bit++) sum = Times(sum);
        }
        return ~sum;
    }

    /// <summary>The sum of a text and another behind it.</summary>
    public static uint Combine(uint first, uint second, long secondLength)
    {
        // The first is shifted by the bits of the second.
        var shift = One;
        var power = 3;
        for (var left = secondLength; left != 0; left >>= 1, power++)
        {
            if ((left & 1) != 0) shift = Multiply(PowersOfX[power & 31], shift);
        }
        return Multiply(shift, first) ^ second;
    }

    private static uint Times(uint polynomial) => (polynomial & 1) != 0 ? (polynomial >> 1) ^ Polynomial : polynomial >> 1;

    private static uint Multiply(uint left, uint right)
    {
        uint product = 0;
        for (var bit = One; bit != 0 && left != 0; bit >>= 1)
        {
            if ((left & bit) != 0)
            {
                product ^= right;
                left ^= bit;
            }
            right = Times(right);
        }
        return product;
    }

    /// <summary>x to the powers of two.</summary>
    private static uint[] MakePowers()
    {
        var powers = new uint[32];
        powers[0] = One >> 1;
        for (var i = 1; i < powers.Length; i++) powers[i] = Multiply(powers[i - 1], powers[i - 1]);
        return powers;
    }
}
