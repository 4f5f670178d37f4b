using System;
using System.Text.RegularExpressions;

namespace Shop.Core;

/// <summary>A stock keeping unit: two to four capitals, a dash, four digits, as in <c>TEA-0042</c>.</summary>
public readonly record struct Sku
{
    private static readonly Regex Pattern = new("^[A-Z]{2,4}-[0-9]{4}$", RegexOptions.CultureInvariant);

    private Sku(string code) => Code = code;

    public string Code { get; }

    public static Sku Parse(string text) =>
        TryParse(text, out var sku) ? sku : throw new FormatException($"'{text}' is not a stock keeping unit such as TEA-0042.");

    public static bool TryParse(string? text, out Sku sku)
    {
        var trimmed = text?.Trim().ToUpperInvariant();
        if (trimmed is null || !Pattern.IsMatch(trimmed))
        {
            sku = default;
            return false;
        }

        sku = new Sku(trimmed);
        return true;
    }

    public override string ToString() => Code;

    public static implicit operator Sku(string text) => Parse(text);
}
