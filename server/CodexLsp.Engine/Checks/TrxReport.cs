using System.Collections.Immutable;
using System.Xml;
using System.Xml.Linq;

namespace CodexLsp.Engine.Checks;

/// <summary>A report in the format of Visual Studio's test runs (<c>TeamTest/2010</c>), written by a command that may be hostile.</summary>
internal static class TrxReport
{
    private const long MostCharacters = 64L << 20;

    /// <summary>Reads it; null when it is none.</summary>
    public static TestCount? Read(byte[] file)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MostCharacters };
        var (passed, failed, skipped) = (0, 0, 0);
        var failures = ImmutableArray.CreateBuilder<TestFailure>();
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(file), settings);
            while (reader.ReadToFollowing("UnitTestResult"))
            {
                switch (reader.GetAttribute("outcome"))
                {
                    case "Passed":
                        passed++;
                        break;
                    case "NotExecuted" or "Inconclusive":
                        skipped++;
                        break;
                    default:
                        failed++;
                        failures.Add(Failure(reader));
                        break;
                }
            }
        }
        catch (XmlException)
        {
            // A report that was cut short counts as far as it goes; the exit code says the rest.
            return passed + failed + skipped == 0 ? null : Count();
        }

        return Count();

        TestCount? Count() => TestCount.Sum(new TestCount(passed, failed, skipped, failures.ToImmutable()), new TestCount(0, 0, 0, []));
    }

    private static TestFailure Failure(XmlReader reader)
    {
        var name = reader.GetAttribute("testName") ?? "a test without a name";
        if (reader.IsEmptyElement)
        {
            return TestCount.Failure(name, "");
        }

        using var result = reader.ReadSubtree();
        var words = XElement.Load(result).Descendants().Where(e => e.Name.LocalName is "Message" or "StackTrace").Select(e => e.Value.Trim());
        return TestCount.Failure(name, string.Join('\n', words));
    }
}
