using CodexLsp.CSharp.Loading;

namespace CodexLsp.CSharp.Tests.Loading;

public sealed class DotnetLocatorTests : IDisposable
{
    private static readonly string Name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment = [];

    [Fact]
    public void The_order_is_setting_root_path_known_folders()
    {
        foreach (var place in new[] { "setting", "root", "path", "known" })
        {
            Install(place);
        }

        _environment["DOTNET_ROOT"] = _folder["root"];
        _environment["PATH"] = string.Join(Path.PathSeparator, _folder["empty"], "relative", _folder["path"]);

        Assert.Equal(_folder["setting"], Root(_folder["setting"]));
        Assert.Equal(_folder["setting"], Root(Path.Combine(_folder["setting"], Name)));
        Assert.Equal(_folder["root"], Root());
        _environment.Remove("DOTNET_ROOT");
        Assert.Equal(_folder["path"], Root());
        _environment.Remove("PATH");
        Assert.Equal(_folder["known"], Root());
    }

    [Fact]
    public void A_runtime_without_sdk_is_passed_over_and_links_are_followed()
    {
        _folder.Write($"runtime/{Name}", "");
        Install("real");
        Directory.CreateDirectory(_folder["bin"]);
        File.CreateSymbolicLink(_folder[$"bin/{Name}"], _folder[$"real/{Name}"]);
        _environment["PATH"] = _folder["runtime"] + Path.PathSeparator + _folder["bin"];

        Assert.Equal(_folder["real"], Root());
    }

    [Fact]
    public void Nothing_found_says_where_was_looked()
    {
        Assert.Contains(_folder["known"], Assert.IsType<DotnetLocation.Missing>(Find(null)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private void Install(string place)
    {
        _folder.Write($"{place}/{Name}", "");
        Directory.CreateDirectory(_folder[$"{place}/sdk/10.0.100"]);
    }

    private DotnetLocation Find(string? setting) =>
        new DotnetLocator(n => _environment.GetValueOrDefault(n), [_folder["known"]]).Find(setting);

    private string Root(string? setting = null) => Assert.IsType<DotnetLocation.Found>(Find(setting)).Root.Value;
}
