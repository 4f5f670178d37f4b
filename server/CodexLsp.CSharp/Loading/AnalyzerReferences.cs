using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CodexLsp.CSharp.Loading;

/// <summary>The analyzers and generators of one loaded solution, shared between its projects by path.</summary>
internal sealed class AnalyzerReferences(IAnalyzerAssemblyLoader loader, AnalyzerNotes notes)
{
    private readonly Dictionary<AbsolutePath, Candidate> _candidates = [];
    private readonly Dictionary<string, Version?> _compilers = [];

    /// <summary>The reference, or null when the user's SDK would not take the analyzer; a note says why.</summary>
    /// <param name="path">The analyzer.</param>
    /// <param name="compilerFolder">The folder of the compiler's targets in the user's SDK.</param>
    public AnalyzerReference? Get(AbsolutePath path, string compilerFolder)
    {
        if (!_candidates.TryGetValue(path, out var candidate))
        {
            _candidates.Add(path, candidate = Read(path));
        }

        if (candidate.Reference is not null && CompilerOf(compilerFolder) is { } ours && candidate.Compiler > ours)
        {
            notes.Add($"{path.Name} wants compiler {candidate.Compiler}; the SDK has {ours} and does not run it, nor do we.");
            return null;
        }

        return candidate.Reference;
    }

    private Candidate Read(AbsolutePath path)
    {
        try
        {
            using var file = new PEReader(File.OpenRead(path.Value));
            var metadata = file.GetMetadataReader();
            var compiler = metadata.AssemblyReferences
                .Select(metadata.GetAssemblyReference)
                .Where(r => metadata.StringComparer.Equals(r.Name, "Microsoft.CodeAnalysis"))
                .Select(r => r.Version)
                .FirstOrDefault();
            var reference = new AnalyzerFileReference(path.Value, loader);
            reference.AnalyzerLoadFailed += (_, failure) => Report(path, failure);
            return new(reference, compiler);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadImageFormatException or InvalidOperationException)
        {
            notes.Add($"{path.Name} was not loaded: {e.Message}");
            return new(null, null);
        }
    }

    private void Report(AbsolutePath path, AnalyzerLoadFailureEventArgs failure)
    {
        // Dependencies are handed to the compiler as analyzers, too.
        if (failure.ErrorCode != AnalyzerLoadFailureEventArgs.FailureErrorCode.NoAnalyzers)
        {
            notes.Add($"{path.Name} was not loaded: {failure.Message}");
        }
    }

    private Version? CompilerOf(string folder)
    {
        if (!_compilers.TryGetValue(folder, out var version))
        {
            var compiler = Path.Combine(folder, "bincore", "Microsoft.CodeAnalysis.dll");
            version = File.Exists(compiler) ? AssemblyName.GetAssemblyName(compiler).Version : null;
            _compilers.Add(folder, version);
        }

        return version;
    }

    private sealed record Candidate(AnalyzerReference? Reference, Version? Compiler);
}
