using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CodexLsp.CSharp.Context;

/// <summary>What <c>.editorconfig</c> and the project ask of new code, in one line.</summary>
internal static class EditorStyle
{
    /// <summary>The line for a file.</summary>
    public static string Of(Project project, SyntaxTree tree)
    {
        var options = project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(tree);
        List<string> parts = [];
        if (tree.Options is CSharpParseOptions parse)
        {
            parts.Add("C# " + parse.SpecifiedLanguageVersion.MapSpecifiedToEffectiveVersion().ToDisplayString());
        }

        if (project.CompilationOptions is CSharpCompilationOptions { NullableContextOptions: var nullable })
        {
            parts.Add("nullable " + (nullable == NullableContextOptions.Enable ? "enabled" : nullable.ToString().ToLowerInvariant()));
        }

        if (Value(options, "indent_style") is { } style)
        {
            parts.Add(style == "tab" ? "tabs" : $"{Value(options, "indent_size") ?? "4"} spaces");
        }

        Add("max_line_length", value => $"lines to {value}");
        Add("csharp_style_namespace_declarations", value => value == "file_scoped" ? "file-scoped namespaces" : "block namespaces");
        Add("csharp_prefer_braces", value =>
            value switch { "true" => "always braces", "false" => "braces where needed", _ => "braces when multiline" });
        Add("csharp_new_line_before_open_brace", value => value == "none" ? "braces on the same line" : $"new line before brace: {value}");
        Add("csharp_style_var_elsewhere", value => value == "true" ? "var" : "explicit types");
        Add("csharp_style_expression_bodied_methods", value => $"expression-bodied methods: {value}");
        return string.Join(", ", parts) + ".";

        void Add(string key, Func<string, string> say)
        {
            if (Value(options, key) is { } value)
            {
                parts.Add(say(value));
            }
        }
    }

    // A value may carry a severity: "true:warning".
    private static string? Value(AnalyzerConfigOptions options, string key) =>
        options.TryGetValue(key, out var value) && value.Split(':')[0].Trim() is { Length: > 0 } plain
            && plain is not ("unset" or "off") ? plain : null;
}
