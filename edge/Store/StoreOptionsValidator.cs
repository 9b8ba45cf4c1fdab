using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Edge.Store;

/// <summary>Finds all faults of <see cref="StoreOptions"/> at once.</summary>
internal sealed class StoreOptionsValidator : IValidateOptions<StoreOptions>
{
    public ValidateOptionsResult Validate(string? name, StoreOptions options)
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(options.DataDirectory) && string.IsNullOrWhiteSpace(options.FileName))
            faults.Add("Store: DataDirectory is empty: say where the store is to lie, for example /var/lib/edgemesh.");
        if (options.KeepEvents < 1) faults.Add($"Store: KeepEvents is {options.KeepEvents}: want 1 or more.");
        if (options.MaxEvents < options.KeepEvents)
            faults.Add($"Store: MaxEvents is {options.MaxEvents}: want KeepEvents ({options.KeepEvents}) or more.");
        if (options.KeepTime < TimeSpan.Zero) faults.Add($"Store: KeepTime is {options.KeepTime}: want zero or more.");
        if (options.PruneInterval < TimeSpan.FromMilliseconds(100))
            faults.Add($"Store: PruneInterval is {options.PruneInterval}: want 100 ms or more.");
        if (options.WatchBufferEvents < 1) faults.Add($"Store: WatchBufferEvents is {options.WatchBufferEvents}: want 1 or more.");
        if (options.WatchBufferBytes < 1) faults.Add($"Store: WatchBufferBytes is {options.WatchBufferBytes}: want 1 or more.");
        if (options.CacheKiB < 64) faults.Add($"Store: CacheKiB is {options.CacheKiB}: want 64 or more.");
        if (!Enum.IsDefined(options.Synchronous)) faults.Add($"Store: Synchronous is {options.Synchronous}: want Off, Normal or Full.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
