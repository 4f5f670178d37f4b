using System.Xml;
using System.Xml.Linq;
using CodexLsp.Engine.Documents;

namespace CodexLsp.CSharp.Loading;

/// <summary>
/// Follows <c>&lt;Import Project="…"&gt;</c> where the path is literal or relative to the file itself, to find inputs that lie
/// outside the solution's folders. What only MSBuild can evaluate is left to a reload.
/// </summary>
internal static class MSBuildImports
{
    private const string ThisFolder = "$(MSBuildThisFileDirectory)";

    /// <summary>Adds what the MSBuild files among <paramref name="files"/> import, and so on.</summary>
    public static void AddTo(HashSet<AbsolutePath> files)
    {
        var open = new Stack<AbsolutePath>(files.Where(f => f.Extension is ".csproj" or ".props" or ".targets" or ".projitems"));
        while (open.TryPop(out var file))
        {
            foreach (var import in ImportsOf(file).Where(files.Add))
            {
                open.Push(import);
            }
        }
    }

    /// <summary>The content of an MSBuild file; null when there is none, or none that can be read.</summary>
    public static XDocument? Read(AbsolutePath file)
    {
        if (!File.Exists(file.Value))
        {
            return null;
        }

        try
        {
            using var reader = XmlReader.Create(file.Value, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XDocument.Load(reader);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or XmlException)
        {
            // MSBuild will say what is wrong with it.
            return null;
        }
    }

    private static IEnumerable<AbsolutePath> ImportsOf(AbsolutePath file)
    {
        var folder = file.Parent!.Value;
        return (Read(file)?.Descendants() ?? [])
            .Where(e => e.Name.LocalName == "Import" && e.Attribute("Sdk") is null)
            .Select(e => (string?)e.Attribute("Project"))
            .OfType<string>()
            .Select(p => p.Replace(ThisFolder, folder.Value + Path.DirectorySeparatorChar, StringComparison.OrdinalIgnoreCase))
            .Select(p => p.Replace('\\', Path.DirectorySeparatorChar))
            .Where(p => p.Length > 0 && p.IndexOfAny(['$', '*', '@', '\0']) < 0)
            .Select(folder.Append);
    }
}
