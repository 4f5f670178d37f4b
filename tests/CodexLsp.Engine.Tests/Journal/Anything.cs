using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using CodexLsp.Engine.Documents;
using Microsoft.CodeAnalysis.Text;

namespace CodexLsp.Engine.Tests.Journal;

/// <summary>
/// Makes and describes values of any domain record by its shape, so that a property, subtype or enumeration member added later is
/// tested from the day it is added.
/// </summary>
internal sealed class Anything(int seed)
{
    private static readonly string[] Words =
        ["", "a", "Order.Total", "zwei Wörter", "\"quoted\" \\ </script>", "line\nline\r\n\ttab", "日本語 🚀", "\u2028\u0000\u0001", "{\"bytes\":1"];

    private static readonly Encoding?[] Encodings =
    [
        null,
        FileText.Decode("x"u8.ToArray()).Encoding,
        FileText.Decode([0xEF, 0xBB, 0xBF, 0x78]).Encoding,
        FileText.Decode([0xFF, 0xFE, 0x78, 0]).Encoding,
        FileText.Decode([0xFE, 0xFF, 0, 0x78]).Encoding,
        FileText.Decode([0xFF, 0x78]).Encoding,
    ];

    private readonly Random _random = new(seed);
    private readonly NullabilityInfoContext _nullability = new();

    public T Make<T>() => (T)Make(typeof(T), null)!;

    public static string Describe(object? value)
    {
        var text = new StringBuilder();
        Describe(value, 0, text);
        return text.ToString();
    }

    private object? Make(Type type, NullabilityInfo? nullability)
    {
        if (nullability?.ReadState == NullabilityState.Nullable && _random.Next(3) == 0)
        {
            return null;
        }

        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            _ when type == typeof(string) => Words[_random.Next(Words.Length)] + Words[_random.Next(Words.Length)],
            _ when type == typeof(bool) => _random.Next(2) == 0,
            _ when type == typeof(int) => _random.Next(3) == 0 ? int.MaxValue : _random.Next(100),
            _ when type == typeof(long) => _random.NextInt64(),
            _ when type == typeof(decimal) => _random.Next(1000) / 1000m,
            _ when type == typeof(TimeSpan) => TimeSpan.FromTicks(_random.NextInt64(TimeSpan.TicksPerDay * 3)),
            _ when type == typeof(DateTimeOffset) => DateTimeOffset.UnixEpoch.AddTicks(_random.NextInt64(TimeSpan.TicksPerDay * 30000)),
            _ when type == typeof(AbsolutePath) => new AbsolutePath(Path.GetTempPath()).Append($"f{_random.Next(5)}/Ordé \"r\".cs"),
            _ when type == typeof(TextSpan) => new TextSpan(_random.Next(20), _random.Next(20)),
            _ when type == typeof(LinePositionSpan) => Range(),
            _ when type == typeof(SourceText) => SourceText.From(Text(), Encodings[_random.Next(Encodings.Length)]),
            { IsEnum: true } => type.GetEnumValues().GetValue(_random.Next(type.GetEnumValues().Length)),
            { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) => List(type.GenericTypeArguments[0]),
            { IsAbstract: true } => MakeOne(type),
            _ => Fill(type),
        };
    }

    private object? MakeOne(Type abstractType)
    {
        var kinds = abstractType.GetNestedTypes().Where(t => t.IsSubclassOf(abstractType)).ToArray();
        return Fill(kinds[_random.Next(kinds.Length)]);
    }

    private object Fill(Type type)
    {
        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
        var arguments = constructor.GetParameters();
        var value = constructor.Invoke([.. arguments.Select(p => Argument(type, p))]);
        var rest = type.GetProperties().Where(p => p.CanWrite && arguments.All(a => a.Name != p.Name));
        foreach (var property in rest)
        {
            property.SetValue(value, Make(property.PropertyType, _nullability.Create(property)));
        }

        return value;
    }

    // A hunk's texts come from files and need not be well-formed; every other text is made by us or by JSON.
    private object? Argument(Type type, ParameterInfo parameter) =>
        type.Name == "Hunk" && parameter.Name is "OldText" or "NewText" ? Text() : Make(parameter.ParameterType, _nullability.Create(parameter));

    private object List(Type element)
    {
        var array = Array.CreateInstance(element, _random.Next(4));
        for (var i = 0; i < array.Length; i++)
        {
            array.SetValue(Make(element, null), i);
        }

        var create = typeof(ImmutableArray).GetMethods().Single(m => m.Name == "Create" && m.GetParameters() is [{ ParameterType.IsSZArray: true } p] && !p.ParameterType.IsByRef);
        return create.MakeGenericMethod(element).Invoke(null, [array])!;
    }

    private string Text() => Words[_random.Next(Words.Length)] + (_random.Next(4) == 0 ? "\uD83D" : "") + Words[_random.Next(Words.Length)];

    private LinePositionSpan Range()
    {
        var start = new LinePosition(_random.Next(100), _random.Next(100));
        return new LinePositionSpan(start, new LinePosition(start.Line + _random.Next(1, 5), _random.Next(100)));
    }

    private static void Describe(object? value, int depth, StringBuilder text)
    {
        switch (value)
        {
            case null:
                text.Append("null\n");
                break;
            case SourceText source:
                var encoding = source.Encoding;
                text.Append(encoding?.WebName).Append(encoding?.Preamble.Length).Append(' ');
                Describe(source.ToString(), depth, text);
                break;
            case string s:
                text.AppendJoin(' ', s.Select(c => ((int)c).ToString("x", System.Globalization.CultureInfo.InvariantCulture))).Append('\n');
                break;
            case IEnumerable list:
                text.Append("[\n");
                foreach (var element in list)
                {
                    text.Append(' ', depth + 1);
                    Describe(element, depth + 1, text);
                }

                break;
            case var _ when value.GetType() is { Namespace: { } space } type && space.StartsWith("CodexLsp", StringComparison.Ordinal) && !type.IsEnum && type != typeof(AbsolutePath):
                text.Append(type.Name).Append('\n');
                foreach (var property in type.GetProperties().Where(p => p.GetMethod!.IsStatic == false && p.GetIndexParameters().Length == 0))
                {
                    text.Append(' ', depth + 1).Append(property.Name).Append(": ");
                    Describe(property.GetValue(value), depth + 1, text);
                }

                break;
            default:
                text.Append(value is DateTimeOffset time ? time.ToString("O") : value.ToString()).Append('\n');
                break;
        }
    }
}
