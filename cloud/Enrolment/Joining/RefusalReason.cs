namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Joining;

/// <summary>Why somebody may not join.</summary>
internal enum RefusalReason
{
    /// <summary>The token is malformed, unknown, wrong or has expired: which of these is not told.</summary>
    WrongToken,

    /// <summary>The token is good, but for another node.</summary>
    OtherNode,

    /// <summary>The address has shown too many wrong tokens.</summary>
    TooManyAttempts,

    /// <summary>The cluster has no such node.</summary>
    UnknownNode,

    /// <summary>A certificate request asks for what a node may not have.</summary>
    BadRequest,

    /// <summary>Somebody else has the name.</summary>
    AlreadyEnrolled,

    /// <summary>The token is not one with which a node can be replaced.</summary>
    MayNotReplace,

    /// <summary>The certificate that was shown has stopped to count.</summary>
    NoLongerNode,

    /// <summary>The cluster is to sign, and does not.</summary>
    NotSigned,
}
