using CodexLsp.Engine.Checks;
using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;
using CodexLsp.Engine.Policy;
using CodexLsp.Engine.Processes;
using CodexLsp.Engine.Verification;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Sandbox.Tests;

/// <summary>The languages' own checkers and test runners, as they are installed, on a turn's edits.</summary>
public sealed class CheckTests : SandboxTest
{
    private Snapshot Snapshot => Snapshot.Empty with { Folders = [Workspace], Trusted = true };

    private CheckCommandVerifier Verifier => Configured([]);

    [Fact]
    public async Task A_syntax_error_in_Python_is_found_before_it_is_on_disk()
    {
        Write("home/project/price.py", "def total(lines):\n    return sum(lines)\n");

        var verdict = await Verify(Change("price.py", "def total(lines:\n    return sum(lines)\n"));

        Assert.Equal(VerificationStatus.Broken, verdict.Status);
        Assert.Equal(("price.py", "SyntaxError", "'(' was never closed"), Said(verdict.Introduced.Single()));
        Assert.Contains("Checked by `python3 -I -S -m py_compile price.py`. It checks syntax only.", verdict.Notes);
        Assert.Equal("def total(lines):\n    return sum(lines)\n", Read("home/project/price.py"));
        Assert.False(Directory.Exists(At("home/project/__pycache__").Value));
    }

    [Fact]
    public async Task Python_runs_an_edit_that_is_as_long_as_the_one_of_the_same_second()
    {
        Write("home/project/price.py", "rate = 1\n");
        async Task<string> RateWith(string text) =>
            (await Run(new Overlay(Snapshot, new ChangeSet([Change("price.py", text)])), c => c, "python3", "-c", "import price; print(price.rate)")).Output.Trim();

        Assert.Equal("2", await RateWith("rate = 2\n"));
        Assert.Equal("3", await RateWith("rate = 3\n"));
        Assert.Equal("", (await Shell("find . -name __pycache__")).Output);
    }

    [Fact]
    public async Task What_was_wrong_before_the_change_is_not_counted()
    {
        Write("home/project/price.py", "def total(:\n    pass\n");

        var verdict = await Verify(Change("price.py", "# more\ndef total(:\n    pass\n"));

        Assert.Equal((VerificationStatus.Verified, 0), (verdict.Status, verdict.Introduced.Length));
    }

    [Fact]
    public async Task A_mended_file_is_verified_and_says_what_is_gone()
    {
        Write("home/project/price.py", "def total(:\n    pass\n");
        Write("home/project/other.py", "x = 1\n");

        var verdict = await Verify(Change("price.py", "def total():\n    pass\n"), Change("other.py", "  x = 1\n"));

        Assert.Equal(("other.py", "IndentationError", "unexpected indent"), Said(verdict.Introduced.Single()));
        Assert.Equal("price.py", verdict.Resolved.Single().Path.Name);
    }

    [Fact]
    public async Task A_new_file_in_JavaScript_is_checked_by_Node()
    {
        var verdict = await Verify(FileChange.Create(Workspace.Append("src/cart.mjs"), SourceText.From("export const total = (lines => lines;\n")));

        Assert.Equal(VerificationStatus.Broken, verdict.Status);
        Assert.Equal(("cart.mjs", "SyntaxError"), (verdict.Introduced.Single().Path.Name, verdict.Introduced.Single().Code));
    }

    [Fact]
    public async Task TypeScript_is_checked_by_the_projects_own_compiler()
    {
        await WriteCompilerAsync("if grep -q '\"text\"' src/cart.ts; then echo \"src/cart.ts(1,7): error TS2322: Type 'string' is not assignable to type 'number'.\"; exit 2; fi; echo $PWD/src/cart.ts");
        Write("home/project/tsconfig.json", "{}");
        Write("home/project/src/cart.ts", "const n: number = 1;\n");

        var broken = await Verify(Change("src/cart.ts", "const n: number = \"text\";\n"));
        var fine = await Verify(Change("src/cart.ts", "const n: number = 2;\n"));

        Assert.Equal(("cart.ts", "TS2322", "Type 'string' is not assignable to type 'number'."), Said(broken.Introduced.Single()));
        Assert.Equal((VerificationStatus.Verified, null), (fine.Status, fine.Reason));
        Assert.Contains("--noEmit --pretty false --listFiles -p tsconfig.json`.", fine.Notes.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_the_project_leaves_out_is_not_called_verified()
    {
        await WriteCompilerAsync("echo $PWD/src/cart.ts; echo $PWD/other/test/cart.ts");
        Write("home/project/tsconfig.json", """{ "include": ["src"] }""");
        Write("home/project/src/cart.ts", "const n: number = 1;\n");
        Write("home/project/test/cart.ts", "const n: number = 1;\n");

        var verdict = await Verify(Change("src/cart.ts", "const n = 2;\n"), Change("test/cart.ts", "const n: number = \"text\";\n"));

        Assert.Equal((VerificationStatus.Unverified, "tsconfig.json leaves out test/cart.ts"), (verdict.Status, verdict.Reason));
    }

    [Fact]
    public async Task A_project_that_only_refers_to_others_is_checked_by_the_one_that_has_the_file()
    {
        await WriteCompilerAsync("""
            case "$*" in
              *tsconfig.app.json) echo "src/cart.ts(1,7): error TS2322: It is no number."; echo $PWD/src/cart.ts; exit 2;;
              *tsconfig.node.json) echo $PWD/vite.config.ts;;
              *tsconfig.more.json) echo "it was not to be run"; exit 3;;
            esac
            """);
        Write("home/project/tsconfig.json", """{ "files": [], /* all of it */ "references": [{ "path": "./tsconfig.node.json" }, { "path": "tsconfig.app.json" }, { "path": "tsconfig.more.json" }, { "path": "../../outside" }] }""");
        Write("home/project/tsconfig.app.json", """{ "references": [{ "path": "." }] }""");
        Write("home/project/tsconfig.node.json", "{}");
        Write("home/project/tsconfig.more.json", "{}");
        Write("outside/tsconfig.json", "{}");
        Write("home/project/src/cart.ts", "const n: number = 1;\n");
        Write("home/project/vite.config.ts", "const n: number = 1;\n");

        var config = await Verify(Change("vite.config.ts", "const n: number = 2;\n"));
        var fresh = await Verify(FileChange.Create(Workspace.Append("src/new.ts"), SourceText.From("")));
        var cart = await Verifier.VerifyWorkspaceAsync(Snapshot, Deadline.Token());

        Assert.Equal((VerificationStatus.Verified, null), (config.Status, config.Reason));
        Assert.Contains("-p tsconfig.node.json`.", config.Notes.Single(), StringComparison.Ordinal);
        Assert.Equal(VerificationStatus.Unverified, fresh.Status);
        Assert.Equal((VerificationStatus.Broken, ("cart.ts", "TS2322", "It is no number.")), (cart!.Status, Said(cart.Introduced.Single())));
    }

    [Fact]
    public async Task A_compiler_that_cannot_begin_is_quoted_and_not_its_list_of_files()
    {
        await WriteCompilerAsync("echo \"error TS2688: Cannot find type definition file for 'node'.\"; echo $PWD/src/cart.ts; exit 2");
        Write("home/project/tsconfig.json", "{}");
        Write("home/project/src/cart.ts", "let n = 1;\n");

        var verdict = await Verify(Change("src/cart.ts", "let n = 2;\n"));

        Assert.Equal(VerificationStatus.Unverified, verdict.Status);
        Assert.EndsWith("named no place: error TS2688: Cannot find type definition file for 'node'.", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_of_very_many_files_is_told_in_short()
    {
        for (var i = 0; i < 100; i++)
        {
            Write($"home/project/part{i}.py", "x = 1\n");
        }

        var verdict = (await Verifier.VerifyWorkspaceAsync(Snapshot, Deadline.Token()))!;

        Assert.Equal((VerificationStatus.Verified, 100), (verdict.Status, verdict.Scope.Documents));
        Assert.EndsWith("…`. It checks syntax only.", verdict.Notes.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_very_many_errors_some_are_named_and_all_are_counted()
    {
        await WriteCompilerAsync("i=0; while [ $i -lt 700 ]; do i=$((i+1)); echo \"src/cart.ts($i,7): error TS1: no\"; done; exit 2");
        Write("home/project/tsconfig.json", "{}");
        Write("home/project/src/cart.ts", "let n = 1;\n");

        var verdict = (await Verifier.VerifyWorkspaceAsync(Snapshot, Deadline.Token()))!;

        Assert.Equal((VerificationStatus.Broken, 500), (verdict.Status, verdict.Introduced.Length));
        Assert.Contains("700 findings, of which 500 are named.", verdict.Notes);
    }

    [Fact]
    public async Task A_check_that_floods_is_no_verdict()
    {
        await WriteCompilerAsync("yes 'src/cart.ts(1,7): error TS1: no' | head -c 20000000; echo $PWD/src/cart.ts");
        Write("home/project/tsconfig.json", "{}");
        Write("home/project/src/cart.ts", "let n = 1;\n");

        var verdict = await Verify(Change("src/cart.ts", "let n = 2;\n"));

        Assert.Equal(VerificationStatus.Unverified, verdict.Status);
        Assert.EndsWith("wrote more than is read of it", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_workspace_as_it_is_is_checked_and_every_error_counts()
    {
        Write("home/project/price.py", "def total(:\n    pass\n");
        Write("home/project/fine.py", "x = 1\n");
        Write("home/project/src/cart.mjs", "export const total = (lines => lines;\n");
        Write("home/project/.gitignore", "made/\n");
        Write("home/project/made/bad.py", "def (\n");

        var verdict = (await Verifier.VerifyWorkspaceAsync(Snapshot, Deadline.Token()))!;

        Assert.Equal((VerificationStatus.Broken, 3), (verdict.Status, verdict.Scope.Documents));
        Assert.Equal(["cart.mjs", "price.py"], verdict.Introduced.Select(f => f.Path.Name).Order());
        Expect.Text(string.Join('\n', verdict.Notes), """
            Checked by `python3 -I -S -m py_compile fine.py price.py`. It checks syntax only.
            Checked by `node --check src/cart.mjs`. It checks syntax only.
            """);
    }

    [Fact]
    public async Task Of_a_workspace_the_verdict_says_why_it_is_none()
    {
        var nothing = await Verifier.VerifyWorkspaceAsync(Snapshot, Deadline.Token());
        Write("home/project/price.py", "x = 1\n");
        var fine = await Verifier.VerifyWorkspaceAsync(Snapshot, Deadline.Token());
        var untrusted = await Verifier.VerifyWorkspaceAsync(Snapshot with { Trusted = false }, Deadline.Token());
        var missing = await Configured([], isOnPath: static _ => false).VerifyWorkspaceAsync(Snapshot, Deadline.Token());
        var failing = await Configured([new ConfiguredCheck("**/*.py", ["sh", "-c", "echo it cannot; exit 1"], CommandOrigin.UserConfiguration)])
            .VerifyWorkspaceAsync(Snapshot, Deadline.Token());

        Assert.Null(nothing);
        Assert.Equal((VerificationStatus.Verified, null), (fine!.Status, fine.Reason));
        Assert.Equal((VerificationStatus.Unverified, "not trusted"), (untrusted!.Status, untrusted.Reason));
        Assert.Equal((VerificationStatus.Unverified, "python3 is not installed, which would check .py"), (missing!.Status, missing.Reason));
        Assert.Equal((VerificationStatus.Unverified, "`sh -c 'echo it cannot; exit 1'` ended with exit code 1 and named no place: it cannot"), (failing!.Status, failing.Reason));
    }

    [Fact]
    public async Task A_change_in_two_workspace_folders_is_checked_in_both()
    {
        Write("home/project/price.py", "x = 1\n");
        Write("home/second/price.py", "x = 1\n");
        var second = At("home/second");
        var bad = FileChange.Modify(second.Append("price.py"), SourceText.From("x = 1\n"), SourceText.From("x = (\n"));

        var verdict = await Verifier.VerifyAsync(
            Snapshot with { Folders = [Workspace, second] }, new ChangeSet([Change("price.py", "x = 2\n"), bad]), Deadline.Token());

        Assert.Equal((VerificationStatus.Broken, bad.Path), (verdict.Status, verdict.Introduced.Single().Path));
    }

    [Fact]
    public async Task Without_a_checker_the_verdict_says_what_is_missing()
    {
        Write("home/project/tsconfig.json", "{}");
        Write("home/project/cart.ts", "let n = 1;\n");

        // npm puts the repository's own compiler on the PATH of what it runs, this test among it.
        var verdict = await Configured([], isOnPath: static _ => false)
            .VerifyAsync(Snapshot, new ChangeSet([Change("cart.ts", "let n = 2;\n")]), Deadline.Token());

        Assert.Equal(VerificationStatus.Unverified, verdict.Status);
        Assert.StartsWith("TypeScript is not installed", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configured_check_wins_and_one_of_the_workspace_waits_for_a_yes()
    {
        Write("home/project/notes.txt", "a\n");
        var check = new ConfiguredCheck("**/*.txt", ["awk", "/bad/ { print \"notes.txt:\" NR \": it is bad\"; e = 1 } END { exit e }", "notes.txt"], CommandOrigin.UserConfiguration);
        var change = Change("notes.txt", "a\nbad\n");

        var mine = await Configured([check]).VerifyAsync(Snapshot, new ChangeSet([change]), Deadline.Token());
        var theirs = await Configured([check with { Origin = CommandOrigin.WorkspaceConfiguration }]).VerifyAsync(Snapshot, new ChangeSet([change]), Deadline.Token());

        Assert.Equal((VerificationStatus.Broken, 1), (mine.Status, mine.Introduced.Single().Range.Start.Line));
        Assert.Equal(VerificationStatus.Unverified, theirs.Status);
        Assert.Contains("was not approved", theirs.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_an_untrusted_workspace_is_run()
    {
        Write("home/project/price.py", "x = 1\n");

        var verdict = await Verifier.VerifyAsync(Snapshot with { Trusted = false }, new ChangeSet([Change("price.py", "x = 2\n")]), Deadline.Token());

        Assert.Equal((VerificationStatus.Unverified, "not trusted"), (verdict.Status, verdict.Reason));
        Assert.False(Directory.Exists(Place.State.Append("checkouts/x").Value));
    }

    [Theory]
    [InlineData("py_compile.py", "")]
    [InlineData("sitecustomize.py", "import os; os._exit(0)\n")]
    [InlineData("usercustomize.py", "import os; os._exit(0)\n")]
    [InlineData("encodings/__init__.py", "import os; os._exit(0)\n")]
    [InlineData(".venv/lib/python3.11/site-packages/evil.pth", "import os; os._exit(0)\n")]
    public async Task Python_of_the_workspace_has_no_word_in_the_verdict(string file, string text)
    {
        Write($"home/project/{file}", text);
        Write("home/project/price.py", "x = 1\n");

        var verdict = await Verify(Change("price.py", "x = (1\n"));

        Assert.Equal(VerificationStatus.Broken, verdict.Status);
    }

    [Theory]
    [InlineData("--require=.", ".mjs")]
    [InlineData("-c", ".py")]
    public async Task A_name_like_an_option_is_the_name_of_a_file(string name, string extension)
    {
        var verdict = await Verify(FileChange.Create(Workspace.Append(name + extension), SourceText.From("x = (1\n")));

        Assert.Equal((VerificationStatus.Broken, name + extension), (verdict.Status, verdict.Introduced.Single().Path.Name));
    }

    [Fact]
    public async Task What_a_checker_says_of_files_elsewhere_is_not_looked_into()
    {
        await WriteCompilerAsync("""
            for file in /etc/shadow /dev/zero /proc/kmsg "$HOME/.ssh/id_ed25519" '../../outside/file.txt'; do echo "$file(1,1): error TS1000: mine"; done
            printf 'a\0b.ts(1,1): error TS1000: nul\n'
            echo "src/cart.ts(99999999999999999999,1): error TS1000: far"
            echo $PWD/src/cart.ts
            exit 2
            """);
        Write("home/project/tsconfig.json", "{}");
        Write("home/project/src/cart.ts", "const n: number = 1;\n");

        var verdict = await Verify(Change("src/cart.ts", "const n: number = 2;\n"));

        Assert.Equal(VerificationStatus.Verified, verdict.Status);
        Assert.Empty(verdict.Introduced);
    }

    [Fact]
    public async Task Tests_of_Node_are_counted_and_named()
    {
        Write("home/project/package.json", """{ "scripts": { "test": "node --test" } }""");
        Write("home/project/cart.test.mjs", """
            import test from "node:test";
            import assert from "node:assert";
            test("adds", () => assert.equal(1 + 1, 2));
            test("subtracts", () => assert.equal(1 - 1, 1));
            test("later", { skip: true }, () => {});
            """);

        var report = await Test(TestCommands.Of(Workspace, [Workspace.Append("cart.test.mjs")]).Single());

        Assert.Equal((1, 1, 1, "subtracts"), (report.Passed, report.Failed, report.Skipped, report.Failures.Single().Name));
        Assert.NotEqual(0, report.ExitCode);
    }

    [Fact]
    public async Task Tests_of_Python_are_counted_and_named()
    {
        Write("home/project/tests/test_price.py", """
            import unittest

            class PriceTests(unittest.TestCase):
                def test_adds(self):
                    self.assertEqual(2, 1 + 1)

                def test_subtracts(self):
                    self.assertEqual(1, 1 - 1)
            """);

        var report = await Test(TestCommands.Of(Workspace, []).Single());

        Assert.Equal((1, 1, 0), (report.Passed, report.Failed, report.Skipped));
        Assert.Equal("test_subtracts (test_price.PriceTests.test_subtracts)", report.Failures.Single().Name);
        Assert.Contains("AssertionError: 1 != 0", report.Failures.Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_fails_without_a_test_is_a_failure_that_shows_its_words()
    {
        var report = await Test(new WorkspaceCommand(["sh", "-c", "echo no such suite; exit 3"], Workspace, CommandOrigin.CommandLine));

        Assert.Equal((0, 1, 3), (report.Passed, report.Failed, report.ExitCode));
        Assert.Equal("It ended with exit code 3.\nno such suite", report.Failures.Single().Message);
    }

    [Fact]
    public async Task A_report_that_is_a_link_is_not_read()
    {
        var report = await Test(new WorkspaceCommand(["sh", "-c", "exit 0"], Workspace, CommandOrigin.CommandLine));
        await Shell("mkdir /tmp/results; ln -s \"$1\" /tmp/results/a.trx; mkfifo /tmp/results/b.trx; echo '<x/>' > /tmp/results/c.trx", Home.Append(".ssh/id_ed25519").Value);

        Assert.Equal("<x/>\n"u8.ToArray(), Assert.Single(Checkout.ReadTemporary("results", ".trx")));
        Assert.True(report.Succeeded);
    }

    private static (string File, string Code, string Message) Said(Finding finding) => (finding.Path.Name, finding.Code, finding.Message);

    private CheckCommandVerifier Configured(ConfiguredCheck[] checks, Func<string, bool>? isOnPath = null) => new(
        Sandbox,
        () => new CheckCommands([.. checks], isOnPath ?? Place.IsOnPath),
        command => command.Origin != CommandOrigin.WorkspaceConfiguration,
        () => Deadline.Limit,
        TimeProvider.System);

    private Task<Verdict> Verify(params FileChange[] changes) => Verifier.VerifyAsync(Snapshot, new ChangeSet([.. changes]), Deadline.Token());

    private FileChange Change(string relative, string after) =>
        FileChange.Modify(Workspace.Append(relative), SourceText.From(Read($"home/project/{relative}")), SourceText.From(after));

    private async Task<TestReport> Test(WorkspaceCommand command) =>
        (await Checkout.RunTestsAsync(Overlay.Over(Snapshot), command.InSandbox with { Timeout = Deadline.Limit }, null, Deadline.Token())).Value!;

    /// <summary>Stands for TypeScript, which is no part of this machine: the same place, arguments and words.</summary>
    private async Task WriteCompilerAsync(string script)
    {
        Write("home/project/node_modules/.bin/tsc", $"#!/bin/sh\n{script}\n");
        Assert.IsType<ProcessResult.Exited>(await Launcher.RunAsync(new("chmod", ["+x", "node_modules/.bin/tsc"], Workspace), Deadline.Token()));
    }
}
