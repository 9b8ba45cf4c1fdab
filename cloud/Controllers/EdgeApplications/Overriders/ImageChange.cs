using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Overriders;

/// <summary>What becomes of an image: <c>component</c>, <c>operator</c> and <c>value</c>.</summary>
internal sealed record ImageChange(string Component, string Operator, string Value)
{
    public static ImageChange Read(JsonObject entry)
    {
        var change = new ImageChange(
            entry.OneOf("component", "Registry", "Repository", "Tag", "Digest"), entry.OneOf("operator", "add", "remove", "replace"), entry.Optional("value") ?? "");
        if (change.Operator != "remove" && change.Value.Length == 0) throw new CannotRenderException($"value is missing: what does {change.Operator} put into the image?");
        return change;
    }

    /// <exception cref="CannotRenderException">It is no image, or would become none.</exception>
    public string Apply(string image)
    {
        var reference = ImageReference.TryParse(image)
            ?? throw new CannotRenderException($"'{image}' is no image: want [registry/]repository[:tag][@digest]");
        var changed = Component switch
        {
            "Registry" => reference with { Registry = Changed(reference.Registry) },
            "Repository" => reference with { Repository = Changed(reference.Repository) },
            "Tag" => ChangeTag(reference),
            _ => ChangeDigest(reference),
        };
        var text = changed.ToString();
        return ImageReference.TryParse(text) is null ? throw new CannotRenderException($"'{image}' would become '{text}', which is no image") : text;
    }

    private string Changed(string part) => Operator switch
    {
        "add" => part + Value,
        "replace" => Value,
        _ => "",
    };

    /// <summary>
    /// A tag or digest names the content. A new name takes the place of both, because a runtime that finds a digest does not look at the tag. What
    /// is taken away is the tag, and where there is none the digest.
    /// </summary>
    private ImageReference ChangeTag(ImageReference image)
    {
        if (Operator == "remove") return image.Tag.Length > 0 ? image with { Tag = "" } : image with { Digest = "" };
        if (Operator == "add")
            return image.Tag.Length > 0 || image.Digest.Length == 0
                ? image with { Tag = image.Tag + Value, Digest = "" }
                : throw new CannotRenderException($"'{image}' has a digest and no tag: nothing can be added to a digest");
        var value = Value.TrimStart('@');
        if (ImageReference.IsDigest(value)) return image with { Tag = "", Digest = value };
        return value.Split('@') switch
        {
            [var tag] when ImageReference.IsTag(tag) => image with { Tag = tag, Digest = "" },
            [var tag, var digest] when ImageReference.IsTag(tag) && ImageReference.IsDigest(digest) => image with { Tag = tag, Digest = digest },
            _ => throw new CannotRenderException($"value is '{Value}', which is neither a tag nor a digest"),
        };
    }

    private ImageReference ChangeDigest(ImageReference image)
    {
        if (Operator == "add" && image.Digest.Length > 0) throw new CannotRenderException($"'{image}' has a digest already: replace it");
        var value = Value.TrimStart('@');
        return Operator == "remove" || ImageReference.IsDigest(value)
            ? image with { Digest = Operator == "remove" ? "" : value }
            : throw new CannotRenderException($"value is '{Value}', which is no digest");
    }
}
