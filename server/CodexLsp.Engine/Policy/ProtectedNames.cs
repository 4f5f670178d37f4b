using System.IO.Enumeration;

namespace CodexLsp.Engine.Policy;

/// <summary>The names that decide what code runs on the user's machine, or with whose rights.</summary>
internal static class ProtectedNames
{
    /// <summary>Git's own, the editors' and our configuration: never written, whoever asks.</summary>
    private static readonly string[] Never =
        [".git", "git~?", ".vscode", ".vscode-*", ".vs", ".idea", ".cursor", ".zed", ".fleet", ".codex-lsp*", "*.code-workspace"];

    /// <summary>Written only when the user accepts them by name.</summary>
    private static readonly string[] ByName =
    [
        ".github", ".circleci", ".gitlab-ci.yml", "azure-pipelines.yml", ".travis.yml", "jenkinsfile", "agents.md", "claude.md", ".claude", ".codex",
        ".devcontainer*", "devcontainer.json", "omnisharp.json",
        "*.csproj", "*.fsproj", "*.vbproj", "*.proj", "*.props", "*.targets", "*.sln", "*.slnx", "*.rsp", "*.ruleset", "*.globalconfig",
        "nuget.config", "packages.config", "global.json", "dotnet-tools.json", "launchsettings.json", "*.runsettings",
        "package.json", "package-lock.json", "npm-shrinkwrap.json", "packages.lock.json", "yarn.lock", "pnpm-lock.yaml", "bun.lockb", "*.lock",
        ".npmrc", ".yarnrc*", ".yarn", ".pnpmfile.*", "bunfig.toml",
        "pyproject.toml", "*requirements*.txt", "pipfile", "setup.py", "setup.cfg", "pip.conf", "sitecustomize.py", "usercustomize.py", "*.pth",
        ".bash*", ".zsh*", ".profile", ".gitconfig", ".ssh", ".tool-versions", ".mise.toml", "mise.toml",
        ".env*", ".editorconfig", ".globalconfig", ".gitattributes", ".gitmodules", ".gitignore",
        ".mcp.json", "mcp.json", ".husky", ".githooks", "hooks.json", "lefthook.y*ml", ".pre-commit-config.yaml",
    ];

    /// <summary>Made by tools, so that an edit would be lost with the next build.</summary>
    private static readonly string[] GeneratedNames = ["obj", "bin", "node_modules", "*.g.cs", "*.g.i.cs", "*.generated.cs", "*.designer.cs"];

    /// <summary>The pattern that forbids the path, or null.</summary>
    public static string? Forbidden(string relative) => Match(relative, Never);

    /// <summary>The pattern that protects the path, or null.</summary>
    public static string? Protected(string relative) => Match(relative, ByName);

    /// <summary>The pattern that says the path is generated, or null.</summary>
    public static string? Generated(string relative) => Match(relative, GeneratedNames);

    private static string? Match(string relative, string[] patterns)
    {
        foreach (var part in relative.Split('/').Select(PathName.Fold))
        {
            foreach (var pattern in patterns)
            {
                if (FileSystemName.MatchesSimpleExpression(pattern, part, ignoreCase: true))
                {
                    return pattern;
                }
            }
        }

        return null;
    }
}
