namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;

/// <summary>One of the reasons of a failure.</summary>
/// <param name="Reason">A machine-readable word such as <c>FieldValueRequired</c>; empty where there is none.</param>
/// <param name="Message">For a person; for a field, without the field's name: <c>Required value</c>.</param>
/// <param name="Field">The field's path such as <c>spec.containers[0].name</c>; empty where no field is concerned.</param>
public sealed record StatusCause(string Reason, string Message, string Field = "")
{
    /// <summary>A field that must be given.</summary>
    public static StatusCause Required(string field, string detail = "") =>
        new("FieldValueRequired", detail.Length == 0 ? "Required value" : $"Required value: {detail}", field);

    /// <summary>A field with a wrong value; the value is quoted as Go does.</summary>
    public static StatusCause InvalidValue(string field, string value, string detail) =>
        new("FieldValueInvalid", $"Invalid value: {GoText.Quote(value)}: {detail}", field);

    /// <summary>A field that may not be set or changed.</summary>
    public static StatusCause Forbidden(string field, string detail) => new("FieldValueForbidden", $"Forbidden: {detail}", field);
}
