using CodexLsp.Engine.Checks;

namespace CodexLsp.Engine.Tests.Checks;

public sealed class CommandTextTests
{
    [Theory]
    [InlineData("npm test", "npm", "test")]
    [InlineData("  npm   test  ", "npm", "test")]
    [InlineData("npm test -- --run \"one test\"", "npm", "test", "--", "--run", "one test")]
    [InlineData("echo 'a $b' \"c;d\" e\\ f ''", "echo", "a $b", "c;d", "e f", "")]
    [InlineData("echo a\"b\"'c'", "echo", "abc")]
    public void Words_are_taken_as_a_shell_takes_them(string line, params string[] argv) => Assert.Equal<string>(argv, CommandText.Argv(line));

    [Theory]
    [InlineData("npm ci && npm test")]
    [InlineData("echo $HOME")]
    [InlineData("echo \"$HOME\"")]
    [InlineData("npm test | tee log")]
    [InlineData("npm test\nrm x")]
    [InlineData("echo 'open")]
    public void A_line_that_needs_a_shell_names_it(string line) => Assert.Equal<string>(["sh", "-c", line], CommandText.Argv(line));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public void Nothing_is_no_command(string line) => Assert.Empty(CommandText.Argv(line));
}
