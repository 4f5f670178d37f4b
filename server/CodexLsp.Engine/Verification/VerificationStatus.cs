namespace CodexLsp.Engine.Verification;

/// <summary>What the compiler said of a change.</summary>
public enum VerificationStatus
{
    /// <summary>It compiles: no new error in everything the change can touch.</summary>
    Verified,

    /// <summary>It brings new errors.</summary>
    Broken,

    /// <summary>Nobody checked, or not all of it; <see cref="Verdict.Reason"/> says why.</summary>
    Unverified,
}
