using System.Text.Json;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Pods;

/// <summary>Goes once through a pod, whatever the order of its members, and gathers what it names.</summary>
internal ref struct PodReader(ReadOnlySpan<byte> json)
{
    private MemberReader _json = new(json);
    private string _name = "";
    private List<string>? _volumesWithOwnClaim;
    private ClaimTemplates? _templates;

    public string Node { get; private set; } = "";

    public string ServiceAccount { get; private set; } = "";

    public bool IsMirror { get; private set; }

    public HashSet<PodReference> Names { get; } = [];

    public void Read()
    {
        if (!_json.EntersObject()) throw new FormatException("not a JSON object");
        while (_json.NextMember())
        {
            if (_json.Is("metadata"u8)) Metadata();
            else if (_json.Is("spec"u8)) Spec();
            else if (_json.Is("status"u8)) Status();
            else _json.Skip();
        }
        Add(PodReference.ServiceAccounts, ServiceAccount);
        foreach (var volume in _volumesWithOwnClaim ?? []) Add(PodReference.Claims, $"{_name}-{volume}");
        foreach (var claim in _templates?.Claims ?? []) Add(PodReference.ResourceClaims, claim);
    }

    private void Metadata()
    {
        if (!_json.EntersObject()) return;
        while (_json.NextMember())
        {
            if (_json.Is("name"u8)) _name = _json.Text();
            else if (_json.Is("annotations"u8)) Annotations();
            else _json.Skip();
        }
    }

    private void Annotations()
    {
        if (!_json.EntersObject()) return;
        while (_json.NextMember())
        {
            IsMirror |= _json.Is("kubernetes.io/config.mirror"u8);
            _json.Skip();
        }
    }

    private void Spec()
    {
        if (!_json.EntersObject()) return;
        while (_json.NextMember())
        {
            if (_json.Is("nodeName"u8)) Node = _json.Text();
            else if (_json.Is("serviceAccountName"u8)) ServiceAccount = _json.Text();
            else if (_json.Is("containers"u8) || _json.Is("initContainers"u8) || _json.Is("ephemeralContainers"u8)) Containers();
            else if (_json.Is("volumes"u8)) Volumes();
            else if (_json.Is("imagePullSecrets"u8)) PullSecrets();
            else if (_json.Is("resourceClaims"u8)) ResourceClaims();
            else _json.Skip();
        }
    }

    private void Status()
    {
        if (!_json.EntersObject()) return;
        while (_json.NextMember())
        {
            if (_json.Is("extendedResourceClaimStatus"u8)) Reference(PodReference.ResourceClaims, "resourceClaimName"u8);
            else if (_json.Is("resourceClaimStatuses"u8)) ClaimStatuses();
            else _json.Skip();
        }
    }

    private void Containers()
    {
        if (!_json.EntersList()) return;
        while (_json.NextObject())
        {
            while (_json.NextMember())
            {
                if (_json.Is("env"u8)) Environment();
                else if (_json.Is("envFrom"u8)) Sources("secretRef"u8, "configMapRef"u8);
                else _json.Skip();
            }
        }
    }

    private void Environment()
    {
        if (!_json.EntersList()) return;
        while (_json.NextObject())
        {
            while (_json.NextMember())
            {
                if (_json.Is("valueFrom"u8)) Value();
                else _json.Skip();
            }
        }
    }

    private void Value()
    {
        if (_json.EntersObject()) Source("secretKeyRef"u8, "configMapKeyRef"u8);
    }

    private void PullSecrets()
    {
        if (!_json.EntersList()) return;
        while (_json.NextObject()) Named(PodReference.Secrets, "name"u8);
    }

    private void Volumes()
    {
        if (!_json.EntersList()) return;
        while (_json.NextObject())
        {
            var (name, hasClaimOfItsOwn) = ("", false);
            while (_json.NextMember())
            {
                if (_json.Is("name"u8)) name = _json.Text();
                else if (_json.Is("ephemeral"u8)) hasClaimOfItsOwn = _json.Skip() == JsonTokenType.StartObject;
                else Volume();
            }
            if (hasClaimOfItsOwn && name.Length > 0) (_volumesWithOwnClaim ??= []).Add(name);
        }
    }

    private void Volume()
    {
        if (_json.Is("secret"u8) || _json.Is("azureFile"u8)) Reference(PodReference.Secrets, "secretName"u8);
        else if (_json.Is("configMap"u8)) Reference(PodReference.ConfigMaps, "name"u8);
        else if (_json.Is("persistentVolumeClaim"u8)) Reference(PodReference.Claims, "claimName"u8);
        else if (_json.Is("projected"u8)) Projected();
        else if (_json.Is("csi"u8)) Driver("nodePublishSecretRef"u8);
        else if (_json.Is("cephfs"u8) || _json.Is("cinder"u8) || _json.Is("flexVolume"u8) || _json.Is("iscsi"u8) || _json.Is("rbd"u8) || _json.Is("scaleIO"u8) || _json.Is("storageos"u8)) Driver("secretRef"u8);
        else _json.Skip();
    }

    private void Projected()
    {
        if (!_json.EntersObject()) return;
        while (_json.NextMember())
        {
            if (_json.Is("sources"u8)) Sources("secret"u8, "configMap"u8);
            else _json.Skip();
        }
    }

    /// <summary>Where a driver of storage has its credentials.</summary>
    private void Driver(ReadOnlySpan<byte> secret)
    {
        if (!_json.EntersObject()) return;
        while (_json.NextMember())
        {
            if (_json.Is(secret)) Reference(PodReference.Secrets, "name"u8);
            else _json.Skip();
        }
    }

    private void ResourceClaims()
    {
        if (!_json.EntersList()) return;
        while (_json.NextObject())
        {
            var (name, claim, isOfTemplate) = ("", "", false);
            while (_json.NextMember())
            {
                if (_json.Is("name"u8)) name = _json.Text();
                else if (_json.Is("resourceClaimName"u8)) claim = _json.Text();
                else if (_json.Is("resourceClaimTemplateName"u8)) isOfTemplate = _json.Skip() == JsonTokenType.String;
                else _json.Skip();
            }
            if (claim.Length > 0) Add(PodReference.ResourceClaims, claim);
            else if (isOfTemplate) (_templates ??= new()).Use(name);
        }
    }

    private void ClaimStatuses()
    {
        if (!_json.EntersList()) return;
        while (_json.NextObject())
        {
            var (name, claim) = ("", "");
            while (_json.NextMember())
            {
                if (_json.Is("name"u8)) name = _json.Text();
                else if (_json.Is("resourceClaimName"u8)) claim = _json.Text();
                else _json.Skip();
            }
            (_templates ??= new()).Make(name, claim);
        }
    }

    private void Sources(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> configMap)
    {
        if (!_json.EntersList()) return;
        while (_json.NextObject()) Source(secret, configMap);
    }

    private void Source(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> configMap)
    {
        while (_json.NextMember())
        {
            if (_json.Is(secret)) Reference(PodReference.Secrets, "name"u8);
            else if (_json.Is(configMap)) Reference(PodReference.ConfigMaps, "name"u8);
            else _json.Skip();
        }
    }

    private void Reference(string resource, ReadOnlySpan<byte> member)
    {
        if (_json.EntersObject()) Named(resource, member);
    }

    private void Named(string resource, ReadOnlySpan<byte> member)
    {
        while (_json.NextMember())
        {
            if (_json.Is(member)) Add(resource, _json.Text());
            else _json.Skip();
        }
    }

    private readonly void Add(string resource, string name)
    {
        if (name.Length > 0) Names.Add(new PodReference(resource, name));
    }
}
