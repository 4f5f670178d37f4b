using FsCheck;
using FsCheck.Fluent;

namespace CodexLsp.Engine.Tests.Documents;

/// <summary>Names of files as people, tools and attackers make them.</summary>
internal static class Names
{
    private static readonly Gen<string> Piece = Gen.OneOf(
        Gen.Elements(
            "a", "B", "é", "e\u0301", "ß", "ı", "K", "\u212A", "漢", "😀", " ", "#", "?", "%", "%41", "%2F", "%00", "%C3", "+", "&", ";", ":", "\\",
            "~", "$", "'", "\"", "[", "]", "{", "|", "^", "<", "\t", "\n", "\u202E", "\uFEFF", "@", "=", "(", "!", "*", ",", "-", "_"),
        ArbMap.Default.GeneratorFor<char>().Where(c => !char.IsSurrogate(c) && c is not ('\0' or '/')).Select(c => c.ToString()));

    /// <summary>A name that is not empty, holds no slash and is neither <c>.</c> nor <c>..</c>.</summary>
    public static Gen<string> One { get; } = Piece.NonEmptyListOf().Select(p => "n" + string.Concat(p));

    /// <summary>Some of them, the parts of a path.</summary>
    public static Gen<string[]> Array { get; } = One.NonEmptyListOf().Select(n => n.ToArray());

    /// <summary>What may stand behind <c>file:</c>, sense or nonsense.</summary>
    public static Gen<string> AnyText { get; } = Gen.OneOf(
            Gen.Elements("/", "//", "///", "..", ".", "c:", "%5C", "%00", "\0", "localhost", "%ED%A0%80", "\uD800"), Piece)
        .ListOf()
        .Select(string.Concat);
}
