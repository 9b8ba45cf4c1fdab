using KubeEdge.EdgeMesh.Edge.Store.Writing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.Store.Collections;

/// <summary>Who reads what that is not held. In memory whole; a renewal reaches the disk once a minute.</summary>
internal sealed class InterestBook
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromMinutes(1);

    private readonly ObjectWriter _writer;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Dictionary<(GroupVersionResource Resource, string User), (DateTimeOffset Used, DateTimeOffset Saved)> _interests = [];
    private long _version = 1;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public InterestBook(ObjectWriter writer, TimeProvider time)
    {
        (_writer, _time) = (writer, time);
        _writer.Maintain(connection =>
        {
            using var rows = connection.Use("SELECT resource, user, used FROM interests");
            while (rows.Step())
            {
                var used = DateTimeOffset.FromUnixTimeMilliseconds(rows.Integer(2));
                _interests[(GroupVersionResource.Parse(rows.Text(0)), rows.Text(1))] = (used, used);
            }
            return true;
        });
    }

    public void Want(GroupVersionResource resource, string user)
    {
        var now = _time.GetUtcNow();
        lock (_gate)
        {
            var known = _interests.TryGetValue((resource, user), out var interest);
            if (known && (now - interest.Saved).Duration() < RenewEvery)
            {
                _interests[(resource, user)] = (now, interest.Saved);
                return;
            }
        }
        _writer.Maintain(connection =>
        {
            connection.Use("INSERT INTO interests(resource, user, used) VALUES(?1, ?2, ?3) ON CONFLICT DO UPDATE SET used=?3")
                .Bind(1, resource.ToString()).Bind(2, user).Bind(3, now.ToUnixTimeMilliseconds()).Run();
            return true;
        });
        lock (_gate)
        {
            var isNew = !_interests.ContainsKey((resource, user));
            _interests[(resource, user)] = (now, now);
            if (isNew) Change();
        }
    }

    public void Release(GroupVersionResource resource, string user)
    {
        _writer.Maintain(connection =>
        {
            connection.Use("DELETE FROM interests WHERE resource=?1 AND user=?2").Bind(1, resource.ToString()).Bind(2, user).Run();
            return true;
        });
        lock (_gate)
        {
            if (_interests.Remove((resource, user))) Change();
        }
    }

    public IReadOnlyList<CollectionInterest> All()
    {
        lock (_gate)
        {
            return [.. _interests.Select(entry => new CollectionInterest(entry.Key.Resource, entry.Key.User, entry.Value.Used))];
        }
    }

    public async ValueTask<long> WaitAsync(long version, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_version != version) return _version;
                changed = _changed.Task;
            }
            await changed.WaitAsync(cancellationToken);
        }
    }

    private void Change()
    {
        _version++;
        _changed.SetResult();
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
