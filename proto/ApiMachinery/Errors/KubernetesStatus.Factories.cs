using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;

public sealed partial record KubernetesStatus
{
    /// <summary>What a delete answers where it does not answer with the object.</summary>
    public static KubernetesStatus Deleted(GroupVersionResource resource, string name, string uid) =>
        new() { Details = About(resource, name) with { Uid = uid } };

    /// <summary>404: <c>pods "x" not found</c>.</summary>
    public static KubernetesStatus NotFound(GroupVersionResource resource, string name) =>
        Failure(404, "NotFound", $"{resource.GroupResource} {GoText.Quote(name)} not found", About(resource, name));

    /// <summary>404 of a path or a resource that is not served at all.</summary>
    public static KubernetesStatus PathNotFound() => Failure(404, "NotFound", "the server could not find the requested resource", new());

    /// <summary>409: <c>pods "x" already exists</c>.</summary>
    public static KubernetesStatus AlreadyExists(GroupVersionResource resource, string name) =>
        Failure(409, "AlreadyExists", $"{resource.GroupResource} {GoText.Quote(name)} already exists", About(resource, name));

    /// <summary>409 of an update whose resourceVersion is not the current one.</summary>
    public static KubernetesStatus Conflict(GroupVersionResource resource, string name) =>
        Conflict(resource, name, "the object has been modified; please apply your changes to the latest version and try again");

    /// <summary>409 with its cause in words.</summary>
    public static KubernetesStatus Conflict(GroupVersionResource resource, string name, string cause) =>
        Failure(409, "Conflict", $"Operation cannot be fulfilled on {resource.GroupResource} {GoText.Quote(name)}: {cause}", About(resource, name));

    /// <summary>422: <c>Pod "x" is invalid: spec.containers: Required value</c>.</summary>
    /// <param name="kind">The kind, qualified by its group: <c>Deployment.apps</c>.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="causes">One for each field.</param>
    public static KubernetesStatus Invalid(string kind, string name, IReadOnlyList<StatusCause> causes)
    {
        var dot = kind.IndexOf('.', StringComparison.Ordinal);
        var faults = causes.Select(c => c.Field.Length == 0 ? c.Message : $"{c.Field}: {c.Message}").Distinct().ToArray();
        var text = faults.Length == 1 ? faults[0] : $"[{string.Join(", ", faults)}]";
        return Failure(422, "Invalid", $"{kind} {GoText.Quote(name)} is invalid{(faults.Length == 0 ? "" : $": {text}")}", new StatusDetails
        {
            Name = name,
            Group = dot < 0 ? "" : kind[(dot + 1)..],
            Kind = dot < 0 ? kind : kind[..dot],
            Causes = causes,
        });
    }

    /// <summary>How the message of <see cref="Unprocessable"/> begins; what is wrong follows.</summary>
    public const string UnprocessableBeginning = "the server rejected our request due to an error in our request: ";

    /// <summary>422 of a request that is well formed but cannot be carried out, such as a patch whose test fails.</summary>
    public static KubernetesStatus Unprocessable(string message) =>
        Failure(422, "Invalid", UnprocessableBeginning + message, new());

    /// <summary>409 of an apply: other managers own some of its fields.</summary>
    public static KubernetesStatus ApplyConflict(string message, IReadOnlyList<StatusCause> causes) =>
        Failure(409, "Conflict", message, new StatusDetails { Causes = causes });

    /// <summary>400.</summary>
    public static KubernetesStatus BadRequest(string message) => Failure(400, "BadRequest", message, null);

    /// <summary>401. Says nothing about why, on purpose.</summary>
    public static KubernetesStatus Unauthorized() => Failure(401, "Unauthorized", "Unauthorized", null);

    /// <summary>403 of a request for a resource.</summary>
    /// <param name="user">Who asks.</param>
    /// <param name="verb">For example <c>list</c>.</param>
    /// <param name="resource">The collection.</param>
    /// <param name="subresource">Empty for the object itself.</param>
    /// <param name="namespace">Empty for all namespaces or a cluster-scoped resource.</param>
    /// <param name="name">Empty for a collection.</param>
    /// <param name="reason">More, behind a colon; empty for nothing.</param>
    public static KubernetesStatus Forbidden(
        string user, string verb, GroupVersionResource resource, string subresource, string @namespace, string name, string reason = "")
    {
        var asked = subresource.Length == 0 ? resource.Resource : $"{resource.Resource}/{subresource}";
        var scope = @namespace.Length == 0 ? "at the cluster scope" : $"in the namespace {GoText.Quote(@namespace)}";
        return Forbidden(resource, name, WithReason(
            $"User {GoText.Quote(user)} cannot {verb} resource {GoText.Quote(asked)} in API group {GoText.Quote(resource.Group)} {scope}", reason));
    }

    /// <summary>403 of a request for a path that is no resource.</summary>
    public static KubernetesStatus ForbiddenPath(string user, string verb, string path, string reason = "") =>
        Failure(403, "Forbidden", "forbidden: " + WithReason($"User {GoText.Quote(user)} cannot {verb} path {GoText.Quote(path)}", reason), new());

    /// <summary>403 for a cause other than authorization: admission, a protected object.</summary>
    public static KubernetesStatus Forbidden(GroupVersionResource resource, string name, string cause) =>
        Failure(403, "Forbidden", $"{resource.GroupResource}{(name.Length == 0 ? "" : $" {GoText.Quote(name)}")} is forbidden: {cause}", About(resource, name));

    /// <summary>405 of a verb that the resource does not have.</summary>
    public static KubernetesStatus MethodNotAllowed(GroupVersionResource resource, string verb) => Failure(
        405, "MethodNotAllowed", $"{verb} is not supported on resources of kind {GoText.Quote(resource.GroupResource)}", About(resource, ""));

    /// <summary>405 of a method that the path does not have.</summary>
    public static KubernetesStatus MethodNotAllowed() =>
        Failure(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", new());

    /// <summary>406: nothing that the Accept header names can be served.</summary>
    public static KubernetesStatus NotAcceptable(params IReadOnlyCollection<string> accepted) =>
        Failure(406, "NotAcceptable", $"only the following media types are accepted: {string.Join(", ", accepted)}", null);

    /// <summary>406, in words of its own.</summary>
    public static KubernetesStatus NotAcceptableForm(string message) => Failure(406, "NotAcceptable", message, null);

    /// <summary>415: the body's Content-Type is not understood.</summary>
    public static KubernetesStatus UnsupportedMediaType(params IReadOnlyCollection<string> accepted) => Failure(
        415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: {string.Join(", ", accepted)}", null);

    /// <summary>410 Expired: a revision or a continue token too old to serve.</summary>
    /// <param name="message">Why.</param>
    /// <param name="continue">A token that goes on from the newest state; empty for none.</param>
    public static KubernetesStatus Expired(string message, string @continue = "") =>
        Failure(410, "Expired", message, null) with { Continue = @continue };

    /// <summary>410 Gone.</summary>
    public static KubernetesStatus Gone(string message) => Failure(410, "Gone", message, null);

    /// <summary>413.</summary>
    public static KubernetesStatus RequestEntityTooLarge(string message) =>
        Failure(413, "RequestEntityTooLarge", $"Request entity is too large: {message}", null);

    /// <summary>429: come again in a while.</summary>
    public static KubernetesStatus TooManyRequests(string message, int retryAfterSeconds) =>
        Failure(429, "TooManyRequests", message, new StatusDetails { RetryAfterSeconds = retryAfterSeconds });

    /// <summary>500.</summary>
    public static KubernetesStatus InternalError(string message) => Failure(
        500, "InternalError", $"Internal error occurred: {message}", new StatusDetails { Causes = [new StatusCause("", message)] });

    /// <summary>503: says why, for instance that the cloud cannot be reached.</summary>
    public static KubernetesStatus ServiceUnavailable(string message, int retryAfterSeconds = 0) => Failure(
        503, "ServiceUnavailable", message, retryAfterSeconds == 0 ? null : new StatusDetails { RetryAfterSeconds = retryAfterSeconds });

    /// <summary>504: <c>Timeout: …</c>.</summary>
    public static KubernetesStatus Timeout(string message, int retryAfterSeconds = 0) => Failure(
        504, "Timeout", $"Timeout: {message}", new StatusDetails { RetryAfterSeconds = retryAfterSeconds });

    /// <summary>504 of a revision that has not come yet.</summary>
    /// <param name="requested">What was asked for.</param>
    /// <param name="current">What there is.</param>
    /// <param name="retryAfterSeconds">0 makes client-go give up at once in place of trying ten times.</param>
    public static KubernetesStatus TooLargeResourceVersion(long requested, long current, int retryAfterSeconds = 1) => Failure(
        504, "Timeout", $"Timeout: Too large resource version: {requested}, current: {current}", new StatusDetails
        {
            Causes = [new StatusCause("ResourceVersionTooLarge", "Too large resource version")],
            RetryAfterSeconds = retryAfterSeconds,
        });

    private static KubernetesStatus Failure(int code, string reason, string message, StatusDetails? details) =>
        new() { Code = code, Reason = reason, Message = message, Details = details };

    private static StatusDetails About(GroupVersionResource resource, string name) =>
        new() { Name = name, Group = resource.Group, Kind = resource.Resource };

    private static string WithReason(string message, string reason) => reason.Length == 0 ? message : $"{message}: {reason}";
}
