namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

/// <summary>One of the columns that a CustomResourceDefinition gives its objects in tables: an entry of <c>additionalPrinterColumns</c>.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Type">string, integer, number, boolean or date.</param>
/// <param name="JsonPath">Where the value is, for example <c>.status.phase</c>.</param>
/// <param name="Format">For example int32; empty for none.</param>
/// <param name="Description">What it shows; empty for none.</param>
/// <param name="Priority">0 is always shown; higher with <c>-o wide</c> only.</param>
public sealed record PrinterColumn(string Name, string Type, string JsonPath, string Format = "", string Description = "", int Priority = 0);
