using System.Collections.Immutable;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CodexLsp.CSharp.Loading;

/// <summary>One project in one framework, its compiler's arguments parsed.</summary>
/// <param name="Dump">What MSBuild said.</param>
/// <param name="Arguments">The arguments, parsed by the compiler's own parser.</param>
/// <param name="Id">The project it becomes.</param>
/// <param name="Name">Its name, with the framework in parentheses where it has several.</param>
internal sealed record CompilerInvocation(ProjectDump Dump, CSharpCommandLineArguments Arguments, ProjectId Id, string Name)
{
    /// <summary>The project's folder, which relative paths start from.</summary>
    public AbsolutePath Folder => Dump.Path.Parent!.Value;

    /// <summary>The sources, in the compiler's order.</summary>
    public IEnumerable<AbsolutePath> Sources => Arguments.SourceFiles.Select(f => Resolve(f.Path));

    /// <summary>Where the project's assembly may be referenced by.</summary>
    public IEnumerable<AbsolutePath> Outputs => Dump.Outputs.Select(Resolve);

    /// <summary>Every file the compiler is given.</summary>
    public IEnumerable<AbsolutePath> Files => Sources
        .Concat(Arguments.MetadataReferences.Select(r => Resolve(r.Reference)))
        .Concat(Arguments.AnalyzerReferences.Select(a => Resolve(a.FilePath)))
        .Concat(Arguments.AnalyzerConfigPaths.Select(Resolve))
        .Concat(Arguments.AdditionalFiles.Select(f => Resolve(f.Path)));

    /// <summary>Parses the arguments of all dumps.</summary>
    public static ImmutableArray<CompilerInvocation> ParseAll(ImmutableArray<ProjectDump> dumps)
    {
        var frameworks = dumps.CountBy(d => d.Path).ToDictionary();
        return [.. dumps.Select(d => Parse(d, frameworks[d.Path] > 1))];
    }

    private static CompilerInvocation Parse(ProjectDump dump, bool hasSeveralFrameworks)
    {
        var name = Path.GetFileNameWithoutExtension(dump.Path.Name);
        name = hasSeveralFrameworks ? $"{name}({dump.Framework})" : name;
        var arguments = CSharpCommandLineParser.Default.Parse(dump.Arguments, dump.Path.Parent!.Value.Value, sdkDirectory: null);
        return new(dump, arguments, ProjectId.CreateNewId(name), name);
    }

    /// <summary>A path of the arguments, made absolute.</summary>
    public AbsolutePath Resolve(string path) => Folder.Append(path);

    /// <summary>What of the arguments this compiler reads otherwise than the SDK's, a sentence each.</summary>
    public IEnumerable<string> Notes()
    {
        foreach (var error in Arguments.Errors.Where(e => e.Severity == DiagnosticSeverity.Error))
        {
            yield return $"{Name}: a compiler argument is not understood: {error.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}";
        }

        if (Arguments.ParseOptions.SpecifiedLanguageVersion is LanguageVersion.Preview or LanguageVersion.Latest or LanguageVersion.LatestMajor)
        {
            yield return $"{Name}: LangVersion is '{Arguments.ParseOptions.SpecifiedLanguageVersion.ToDisplayString()}', which may be a newer C# here than in the SDK.";
        }

        if (Arguments.AdditionalFiles.Any(f => Path.GetExtension(f.Path) is ".razor" or ".cshtml"))
        {
            yield return $"{Name}: has Razor files; edits to them are not judged, and their parts come from the SDK's generator.";
        }
    }

    /// <summary>The sources that are not there, as the compiler would say.</summary>
    public ImmutableArray<AbsolutePath> MissingSources() => [.. Sources.Where(s => !File.Exists(s.Value))];
}
