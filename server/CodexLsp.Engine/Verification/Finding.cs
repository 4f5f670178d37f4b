using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Verification;

/// <summary>One thing a compiler or analyzer said.</summary>
/// <param name="Path">The file, in the text after the change for introduced findings, before it for resolved ones.</param>
/// <param name="Range">Zero-based lines and utf-16 columns.</param>
/// <param name="Severity">As the build counts it: a warning made an error is an error.</param>
/// <param name="Code">Such as <c>CS0103</c>.</param>
/// <param name="Message">The compiler's own words.</param>
/// <param name="Project">The project it was said of, with its framework where there are several.</param>
/// <param name="Fix">The title of a fix that is ready, if there is exactly one.</param>
public sealed record Finding(
    AbsolutePath Path,
    LinePositionSpan Range,
    FindingSeverity Severity,
    string Code,
    string Message,
    string? Project = null,
    string? Fix = null);

/// <summary>How bad a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>The build fails.</summary>
    Error,

    /// <summary>The build goes on.</summary>
    Warning,

    /// <summary>A hint.</summary>
    Info,
}
