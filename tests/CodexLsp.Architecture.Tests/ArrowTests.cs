using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace CodexLsp.Architecture.Tests;

/// <summary>Who may know whom: <c>Host → CSharp → Engine</c> and <c>Host → Rpc</c>.</summary>
public sealed class ArrowTests
{
    [Fact]
    public void Projects_reference_each_other_only_along_the_arrows() =>
        Expect.Text(
            string.Join('\n', Repository.Projects.Where(p => p.Path.StartsWith("server/", StringComparison.Ordinal)).SelectMany(Arrows).Order()),
            """
            CodexLsp.CSharp -> CodexLsp.Engine
            CodexLsp.Host -> CodexLsp.CSharp
            CodexLsp.Host -> CodexLsp.Engine
            CodexLsp.Host -> CodexLsp.Rpc
            """);

    [Fact]
    public void Nothing_in_the_product_references_a_test_project() =>
        Assert.DoesNotContain(
            Repository.Projects.Where(p => p.Path.StartsWith("server/", StringComparison.Ordinal)),
            p => p.Text.Contains("tests/", StringComparison.Ordinal));

    [Fact]
    public void Rpc_depends_on_nothing()
    {
        Assert.Empty(Packages(Repository.File("server/CodexLsp.Rpc/CodexLsp.Rpc.csproj")));
        Assert.All(CompiledReferences("CodexLsp.Rpc.dll"), name => Assert.StartsWith("System.", name, StringComparison.Ordinal));
    }

    [Fact]
    public void Engine_knows_no_language_no_wire_and_no_host()
    {
        Assert.DoesNotContain(
            Packages(Repository.File("server/CodexLsp.Engine/CodexLsp.Engine.csproj")),
            name => name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) && name != "Microsoft.CodeAnalysis.Common");
        Assert.DoesNotContain(CompiledReferences("CodexLsp.Engine.dll"), IsOurs);
        Assert.DoesNotContain(
            CompiledReferences("CodexLsp.Engine.dll"),
            name => name.StartsWith("Microsoft.CodeAnalysis.", StringComparison.Ordinal));
    }

    [Fact]
    public void CSharp_knows_the_engine_only() =>
        Assert.All(CompiledReferences("CodexLsp.CSharp.dll").Where(IsOurs), name => Assert.Equal("CodexLsp.Engine", name));

    [Fact]
    public void A_wrong_arrow_would_be_seen() =>
        Assert.Equal(
            ["CodexLsp.Engine -> CodexLsp.Rpc"],
            Arrows(new(
                "server/CodexLsp.Engine/CodexLsp.Engine.csproj",
                """<Project><ItemGroup><ProjectReference Include="../CodexLsp.Rpc/CodexLsp.Rpc.csproj" /></ItemGroup></Project>""")));

    [Fact]
    public void Compiled_references_are_read() => Assert.Contains("xunit.core", CompiledReferences("CodexLsp.Architecture.Tests.dll"));

    private static bool IsOurs(string name) => name.StartsWith("CodexLsp.", StringComparison.Ordinal) || name == "codex-lsp";

    private static IEnumerable<string> Arrows(SourceFile project) =>
        XDocument.Parse(project.Text)
            .Descendants("ProjectReference")
            .Select(e => $"{Path.GetFileNameWithoutExtension(project.Path)} -> {Path.GetFileNameWithoutExtension(e.Attribute("Include")!.Value)}");

    private static IEnumerable<string> Packages(SourceFile project) =>
        XDocument.Parse(project.Text).Descendants("PackageReference").Select(e => e.Attribute("Include")!.Value);

    private static List<string> CompiledReferences(string assembly)
    {
        using var reader = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly)));
        var metadata = reader.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
