namespace CodexLsp.CSharp.Tests.Loading;

/// <summary>
/// A restored, never built solution: a library for two frameworks, an application that references it, uses generators, and takes
/// a constant from a props file of its own and a source from a target of its own.
/// </summary>
public sealed class SmallSolution : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public string this[string relative] => _folder[relative];

    public async Task InitializeAsync()
    {
        WriteTo(_folder);
        await Dotnet.Run(_folder.Path, "restore", "Small.slnx");
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    public static void WriteTo(TemporaryFolder folder)
    {
        folder.Write("Small.slnx", """
            <Solution>
              <Folder Name="/src/">
                <Project Path="App/App.csproj" />
              </Folder>
              <Project Path="Lib\Lib.csproj" />
            </Solution>
            """);
        folder.Write("Small.sln", """

            Microsoft Visual Studio Solution File, Format Version 12.00
            Project("{2150E333-8FDC-42A3-9474-1A3956D46DE8}") = "src", "src", "{0E9A4321-40F6-48E0-9916-F4FA0BE7A341}"
            EndProject
            Project("{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}") = "App", "App\App.csproj", "{0E9A4321-40F6-48E0-9916-F4FA0BE7A342}"
            EndProject
            Project("{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}") = "Lib", "Lib\Lib.csproj", "{0E9A4321-40F6-48E0-9916-F4FA0BE7A343}"
            EndProject
            """);
        folder.Write("Directory.Build.props", """
            <Project>
              <Import Project="$(MSBuildThisFileDirectory)build/constants.props" />
              <PropertyGroup><Nullable>enable</Nullable></PropertyGroup>
            </Project>
            """);
        folder.Write("build/constants.props", """
            <Project><PropertyGroup><DefineConstants>$(DefineConstants);FROM_PROPS</DefineConstants></PropertyGroup></Project>
            """);
        folder.Write(".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.CS0219.severity = error\n");
        folder.Write("Lib/Lib.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks>
                <LangVersion>12</LangVersion>
              </PropertyGroup>
            </Project>
            """);
        folder.Write("Lib/Price.cs", """
            namespace Lib;

            /// <summary>An amount.</summary>
            public sealed class Price
            {
                public int Cents { get; set; }
            #if NETSTANDARD
                public static string Framework => "standard";
            #endif
            }
            """);
        folder.Write("App/App.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup><ProjectReference Include="../Lib/Lib.csproj" /></ItemGroup>
              <Target Name="WriteVersion" BeforeTargets="CoreCompile">
                <WriteLinesToFile File="$(IntermediateOutputPath)Version.g.cs" Lines="static class Version { public const int Major = 3%3B }" Overwrite="true" />
                <ItemGroup><Compile Include="$(IntermediateOutputPath)Version.g.cs" /></ItemGroup>
              </Target>
            </Project>
            """);
        folder.Write("App/Program.cs", """
            using System.Text.Json.Serialization;
            using System.Text.RegularExpressions;
            using Lib;

            Console.WriteLine(new Price { Cents = Version.Major }.Cents);
            Console.WriteLine(Patterns.Word().IsMatch("x"));
            Console.WriteLine(PriceJson.Default.Price);
            #if !FROM_PROPS
            #error The props were not read.
            #endif

            static partial class Patterns
            {
                [GeneratedRegex(@"\w")]
                public static partial Regex Word();
            }

            [JsonSerializable(typeof(Price))]
            sealed partial class PriceJson : JsonSerializerContext;
            """);
    }
}
