using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Requests;

/// <summary>Reads the subject alternative names of a request: DNS names and addresses; any other kind is refused, not skipped.</summary>
internal static class AlternativeNames
{
    private const string Extension = "2.5.29.17";
    private const int Most = 64;
    private static readonly Asn1Tag _dns = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag _address = new(TagClass.ContextSpecific, 7);

    public static (IReadOnlyList<string> Names, IReadOnlyList<IPAddress> Addresses) Read(IEnumerable<X509Extension> extensions)
    {
        var (names, addresses) = (new List<string>(), new List<IPAddress>());
        try
        {
            foreach (var extension in extensions.Where(extension => extension.Oid?.Value == Extension))
            {
                var outer = new AsnReader(extension.RawData, AsnEncodingRules.DER);
                var sequence = outer.ReadSequence();
                outer.ThrowIfNotEmpty();
                while (sequence.HasData)
                {
                    var tag = sequence.PeekTag();
                    if (tag == _dns)
                        names.Add(sequence.ReadCharacterString(UniversalTagNumber.IA5String, _dns));
                    else if (tag == _address)
                        addresses.Add(new IPAddress(sequence.ReadOctetString(_address)));
                    else
                        throw new SigningRequestException("it asks for an alternative name that is neither a DNS name nor an address");
                }
            }
        }
        catch (Exception e) when (e is AsnContentException or ArgumentException)
        {
            throw new SigningRequestException("its alternative names cannot be read", e);
        }

        if (names.Count + addresses.Count > Most)
            throw new SigningRequestException($"it asks for more than {Most} alternative names");
        return (names, addresses);
    }
}
