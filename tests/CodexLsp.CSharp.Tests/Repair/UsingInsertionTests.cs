using CodexLsp.CSharp.Repair;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.CSharp.Tests.Repair;

public sealed class UsingInsertionTests
{
    [Theory]
    [InlineData("using System;\nusing System.Text;\nclass C;", "System.Linq", "using System;\nusing System.Linq;\nusing System.Text;\nclass C;")]
    [InlineData("using System;\nusing Apple;\nclass C;", "System.Linq", "using System;\nusing System.Linq;\nusing Apple;\nclass C;")]
    [InlineData("using Apple;\nusing System;\nclass C;", "Banana", "using Apple;\nusing Banana;\nusing System;\nclass C;")]
    [InlineData("using Zebra;\nusing Apple;\nclass C;", "Banana", "using Zebra;\nusing Apple;\nusing Banana;\nclass C;")]
    [InlineData("using System;\r\nclass C;", "Zebra", "using System;\r\nusing Zebra;\r\nclass C;")]
    [InlineData("namespace N\n{\n    using System;\n\n    class C;\n}", "Apple", "namespace N\n{\n    using System;\n    using Apple;\n\n    class C;\n}")]
    [InlineData("namespace N;\n\nclass C;", "System", "using System;\n\nnamespace N;\n\nclass C;")]
    [InlineData("// Licence.\n\n// About C.\nclass C;", "System", "// Licence.\n\nusing System;\n\n// About C.\nclass C;")]
    [InlineData("/// <summary>C.</summary>\nclass C;", "System", "using System;\n\n/// <summary>C.</summary>\nclass C;")]
    [InlineData("#nullable enable\nclass C;", "System", "#nullable enable\nusing System;\n\nclass C;")]
    [InlineData("global using Apple;\nclass C;", "System", "global using Apple;\nusing System;\nclass C;")]
    [InlineData("using static System.Math;\nusing A = System.Int32;\nclass C;", "System", "using System;\nusing static System.Math;\nusing A = System.Int32;\nclass C;")]
    [InlineData("using A;\n#if X\nusing C;\n#endif\nclass D;", "B", "using A;\nusing B;\n#if X\nusing C;\n#endif\nclass D;")]
    public void A_using_is_put_where_the_file_keeps_them(string before, string name, string after)
    {
        var text = SourceText.From(before);
        var root = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(text).GetRoot();

        var result = text.WithChanges(UsingInsertion.Of(root, text, name, before.IndexOf("class", StringComparison.Ordinal))).ToString();

        Assert.Equal(after, result);
    }
}
