using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Documents;

/// <summary>
/// Between a file's bytes and its text. <see cref="SourceText.Encoding"/> carries what is needed to write the same bytes back:
/// UTF-8 with or without a byte order mark, UTF-16 in either order, or Latin-1 for anything that is not valid UTF-8 (every
/// byte survives the round trip, whatever the legacy code page was).
/// </summary>
public static class FileText
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly UTF8Encoding Utf8WithMark = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding Utf16 = new(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding Utf16BigEndian = new(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true);
    private static readonly Encoding Latin1 = Encoding.GetEncoding(
        Encoding.Latin1.CodePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

    /// <summary>Decodes a file. Its byte order mark is no part of the text.</summary>
    public static SourceText Decode(byte[] bytes)
    {
        var (encoding, mark) = bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => ((Encoding)Utf8WithMark, 3),
            [0xFF, 0xFE, ..] => (Utf16, 2),
            [0xFE, 0xFF, ..] => (Utf16BigEndian, 2),
            _ => (StrictUtf8, 0),
        };
        try
        {
            return SourceText.From(encoding.GetString(bytes, mark, bytes.Length - mark), encoding);
        }
        catch (DecoderFallbackException)
        {
            return SourceText.From(Latin1.GetString(bytes), Latin1);
        }
    }

    /// <summary>Encodes a text for disk the way its file was encoded, its byte order mark included.</summary>
    /// <exception cref="EncoderFallbackException">The file's encoding has no bytes for a character of the text.</exception>
    public static byte[] Encode(SourceText text)
    {
        var encoding = text.Encoding ?? StrictUtf8;
        if (encoding.CodePage == Latin1.CodePage)
        {
            // The framework's own Latin-1 would write '?' for what it cannot.
            encoding = Latin1;
        }

        return [.. encoding.GetPreamble(), .. encoding.GetBytes(text.ToString())];
    }
}
