using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace CodexLsp.CSharp.Loading;

/// <summary>One hash over everything the answer of MSBuild depends on.</summary>
internal static class InputFingerprint
{
    /// <summary>Changes with the format of dumps, so that an older host's cache is not read.</summary>
    private const string Format = "1";

    /// <summary>The fingerprint as hexadecimal digits.</summary>
    public static string Of(
        ProjectInputs inputs,
        ImmutableArray<CompilerInvocation> projects,
        DotnetLocation.Found dotnet,
        LoadOptions options,
        CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, Format, options.Configuration, dotnet.Executable.Value);
        Add(hash, [.. Directory.EnumerateDirectories(dotnet.Root.Append("sdk").Value).Order(StringComparer.Ordinal)]);
        foreach (var file in inputs.Files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (File.Exists(file.Value))
            {
                Add(hash, file.Value, Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file.Value))));
            }
        }

        Add(hash, [.. inputs.Sources.Select(s => s.Value)]);
        Add(hash, [.. Absent(projects)]);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>The files the compiler would be given that are not there: a cleaned <c>obj</c>, a package folder that was emptied.</summary>
    private static IEnumerable<string> Absent(ImmutableArray<CompilerInvocation> projects)
    {
        var outputs = projects.SelectMany(p => p.Outputs).ToHashSet();
        return projects.SelectMany(p => p.Files).Distinct().Where(f => !outputs.Contains(f) && !File.Exists(f.Value)).Order().Select(f => f.Value);
    }

    private static void Add(IncrementalHash hash, params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(part));
            hash.AppendData("\0"u8);
        }

        hash.AppendData("\n"u8);
    }
}
