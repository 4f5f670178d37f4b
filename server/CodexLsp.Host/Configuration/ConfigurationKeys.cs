using System.Collections.Immutable;

namespace CodexLsp.Host.Configuration;

/// <summary>The one list of what can be configured. A key stands here once it changes something.</summary>
internal static class ConfigurationKeys
{
    public static readonly ConfigurationKey Provider = new("provider", "auto", ValueKind.Choice, WorkspaceRight.None,
        "Who answers: auto takes openai when a key or base URL is configured, else the built-in offline model.")
    {
        Choices = ["auto", "openai", "offline"],
        KeepsWrongValue = true,
    };

    public static readonly ConfigurationKey Model = new("model", "", ValueKind.Text, WorkspaceRight.None,
        "The provider's name of the model; unset, the provider's entry in the shipped table.");

    public static readonly ConfigurationKey Effort = new("effort", "auto", ValueKind.Choice, WorkspaceRight.None,
        "Reasoning effort; auto leaves it to the model.")
    {
        Choices = ["auto", "minimal", "low", "medium", "high"],
    };

    public static readonly ConfigurationKey BaseUrl = new("baseUrl", "", ValueKind.Text, WorkspaceRight.None,
        "What precedes /responses, such as http://127.0.0.1:8080/v1; unset, the vendor's own endpoint.")
    {
        KeepsWrongValue = true,
    };

    public static readonly ConfigurationKey Trust = new("trust", "", ValueKind.List, WorkspaceRight.None,
        "Folders that are trusted when an editor does not say so, or all. Trusting a folder runs its build logic.");

    public static readonly ConfigurationKey AllowedPaths = new("allowedPaths", "**", ValueKind.Globs, WorkspaceRight.Narrow,
        "Globs of the files that may be changed; a workspace's own list narrows the user's.")
    {
        KeepsWrongValue = true,
    };

    public static readonly ConfigurationKey ExcludedPaths = new("excludedPaths", "", ValueKind.Globs, WorkspaceRight.Narrow,
        "Globs of files that are never changed; a workspace's own list adds to the user's.")
    {
        KeepsWrongValue = true,
    };

    public static readonly ConfigurationKey FileSizeLimitKb = new("fileSizeLimitKb", "1024", ValueKind.Number, WorkspaceRight.Lower,
        "The largest file that is changed, in KiB.");

    public static readonly ConfigurationKey VerifyTimeoutSeconds = new("verify.timeoutSeconds", "60", ValueKind.Number, WorkspaceRight.Set,
        "How long a verdict may take before it is given as not checked.");

    public static readonly ConfigurationKey VerifyAnalyzers = new("verify.analyzers", "errors", ValueKind.Choice, WorkspaceRight.Set,
        "Whether the solution's own analyzers take part in the verdict: those whose findings are errors, or none.")
    {
        Choices = ["errors", "none"],
    };

    public static readonly ConfigurationKey DiagnosticsPublish = new("diagnostics.publish", "auto", ValueKind.Choice, WorkspaceRight.Set,
        "Whether the compiler's errors and warnings of open C# files are shown: auto where no other C# server does, on or off.")
    {
        Choices = ["auto", "on", "off"],
    };

    public static readonly ConfigurationKey Solution = new("solution", "", ValueKind.Text, WorkspaceRight.Set,
        "The solution or project file to compile with, from the workspace folder; unset, the nearest that contains the file.");

    public static readonly ConfigurationKey ContextBudgetTokens = new("context.budgetTokens", "1500", ValueKind.Number, WorkspaceRight.Set,
        "The most estimated tokens of context that are sent beside the selection.");

    public static readonly ConfigurationKey Approval = new("approval", "suggest", ValueKind.Choice, WorkspaceRight.Tighten,
        "What a task may do without asking: suggest proposes edits and asks for each command, auto-edit applies edits that are verified, full-auto runs commands in the sandbox, too.")
    {
        Choices = ["suggest", "auto-edit", "full-auto"],
    };

    public static readonly ConfigurationKey Sandbox = new("sandbox", "workspace-write", ValueKind.Choice, WorkspaceRight.Tighten,
        "What a task's commands may do: read-only, write a copy of the workspace, or everything you may do.")
    {
        Choices = ["read-only", "workspace-write", "danger-full-access"],
    };

    public static readonly ConfigurationKey Network = new("network", "off", ValueKind.Choice, WorkspaceRight.Tighten,
        "Whether a task's commands have the network; each of them is asked for then.")
    {
        Choices = ["off", "on"],
    };

    public static readonly ConfigurationKey BudgetMaxTokens = new("budget.maxTokens", "", ValueKind.Amount, WorkspaceRight.Lower,
        "The most tokens a question or a task may take, sent and received; unset, no limit.");

    public static readonly ConfigurationKey BudgetMaxMinutes = new("budget.maxMinutes", "30", ValueKind.Amount, WorkspaceRight.Lower,
        "The most minutes a question or a task may take.");

    public static readonly ConfigurationKey BudgetMaxCostUsd = new("budget.maxCostUsd", "", ValueKind.Amount, WorkspaceRight.Lower,
        "The most US dollars a question or a task may cost, where the model's price is known; unset, no limit.");

    public static readonly ConfigurationKey BudgetPerDayUsd = new("budget.perDayUsd", "", ValueKind.Amount, WorkspaceRight.Lower,
        "The most US dollars all questions and tasks of a day (UTC) may cost together; unset, no limit.");

    public static readonly ConfigurationKey TestCommand = new("testCommand", "", ValueKind.Text, WorkspaceRight.Ask,
        "The command that tests the workspace; a task has to pass it. Unset, it is detected and runs when the model asks. A workspace's own is asked for before it runs.");

    public static readonly ConfigurationKey CheckCommands = new("checkCommands", "", ValueKind.List, WorkspaceRight.Ask,
        "Commands that check files no compiler here knows, each as GLOB: COMMAND, such as *.go: go vet ./... A workspace's own do not run by themselves.");

    public static readonly ConfigurationKey ShellTimeoutSeconds = new("shellTimeoutSeconds", "300", ValueKind.Number, WorkspaceRight.Set,
        "How long a command or a test run of a task may take.");

    /// <summary>All of them, in the order of the documentation.</summary>
    public static readonly ImmutableArray<ConfigurationKey> All =
    [
        Provider, Model, Effort, BaseUrl, Trust, AllowedPaths, ExcludedPaths, FileSizeLimitKb,
        VerifyTimeoutSeconds, VerifyAnalyzers, DiagnosticsPublish, Solution, ContextBudgetTokens,
        Approval, Sandbox, Network, BudgetMaxTokens, BudgetMaxMinutes, BudgetMaxCostUsd, BudgetPerDayUsd,
        TestCommand, CheckCommands, ShellTimeoutSeconds,
    ];

    /// <summary>The key of this name, or null.</summary>
    public static ConfigurationKey? Find(string name) => All.FirstOrDefault(k => k.Name == name);

    /// <summary>The known name nearest to one that is not known, for the warning; null when none is near.</summary>
    public static string? Nearest(string unknown)
    {
        // A name without its group, or a group's beginning: verify.timeout.
        if (unknown.Length >= 4 && All.FirstOrDefault(k => k.Name.Contains(unknown, StringComparison.OrdinalIgnoreCase)) is { } longer)
        {
            return longer.Name;
        }

        var (name, distance) = All.Select(k => (k.Name, Distance: Distance(k.Name, unknown))).MinBy(k => k.Distance);
        return distance <= Math.Max(2, name.Length / 3) ? name : null;
    }

    // Levenshtein's distance, over one row; case does not count.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = diagonal + (char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
