using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Audit;

/// <summary>Finds all that is wrong with <see cref="AuditOptions"/> at once.</summary>
internal sealed class AuditOptionsValidator : IValidateOptions<AuditOptions>
{
    public ValidateOptionsResult Validate(string? name, AuditOptions options)
    {
        var faults = new List<string>();
        if (options.MaxBytes is < AuditOptions.LeastBytes or > AuditOptions.MostBytes) faults.Add($"MaxBytes is {options.MaxBytes}: want between 64 KiB and 1 GiB");
        if (options.MaxFiles is < 1 or > AuditOptions.MostFiles) faults.Add($"MaxFiles is {options.MaxFiles}: want between 1 and {AuditOptions.MostFiles}");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
