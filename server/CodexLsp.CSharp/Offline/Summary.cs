using Microsoft.CodeAnalysis;

namespace CodexLsp.CSharp.Offline;

/// <summary>What a declaration is or does, in one phrase made of its name and kind.</summary>
internal static class Summary
{
    // Names of methods begin with a verb as a rule; these nouns and adjectives are the usual exceptions' opposite: a first word
    // that is not here is taken for what the method gives.
    private static readonly HashSet<string> Verbs = new(
        """
        accept add adjust aggregate allocate allow append apply assert assign attach await begin bind build calculate call cancel
        change check choose clear clone close collect combine commit compare compile complete compress compute configure connect
        construct consume contain contains convert copy count create decode decorate decrease deduct delete deliver detach detect
        determine disable disconnect discount dispatch dispose divide do download draw edit emit enable encode encrypt end enqueue
        ensure enumerate escape evaluate execute expand export extract fetch fill filter find finish fire flush format forward
        generate get give go group handle hash hide increase increment init initialize insert inspect install invoke issue join
        keep launch link list listen load lock log look make map mark match measure merge migrate move multiply normalize notify
        observe open order parse patch pause pay peek perform persist pick place play poll pop post prepare print process produce
        publish pull push put query queue raise read receive record redo reduce refresh register reject release reload remove rename render
        repeat replace report request require reserve reset resize resolve restart restore resume retrieve retry return reverse
        revert rollback rotate round run save scan schedule search seek select send serialize set share ship show shut shutdown
        sign skip sleep solve sort split start stop store stream strip subtract subscribe sum swap switch take test throw to toggle
        track transfer transform translate traverse trim truncate try turn undo uninstall unlock unregister unsubscribe update
        upgrade upload use validate verify visit wait walk warn watch withdraw wrap write
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries),
        StringComparer.Ordinal);

    /// <summary>The phrase, without capital and full stop; <c>%see%</c> stands for a link to the containing type.</summary>
    public static string Of(ISymbol symbol) => symbol switch
    {
        INamedTypeSymbol type => OfType(type),
        IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } constructor =>
            $"initializes {(constructor.IsStatic ? "" : "a new instance of ")}the %see% {KindOf(constructor.ContainingType)}",
        IMethodSymbol { MethodKind: MethodKind.Destructor } => "releases what the instance holds",
        IMethodSymbol { MethodKind: MethodKind.Conversion } conversion =>
            $"converts {NameWords.WithArticle(TypePhrase(conversion.Parameters[0].Type))} to {NameWords.WithArticle(TypePhrase(conversion.ReturnType))}",
        IMethodSymbol { MethodKind: MethodKind.UserDefinedOperator } @operator =>
            "applies the operator " + NameWords.Phrase(@operator.Name["op_".Length..]),
        IMethodSymbol method => OfMethod(method),
        IPropertySymbol property => OfProperty(property),
        IEventSymbol @event => "occurs when " + EventPhrase(@event.Name),
        IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } value => NameWords.Phrase(value.Name),
        _ => "the " + NameWords.Phrase(symbol.Name),
    };

    /// <summary>What a method returns, as a sentence of XML.</summary>
    public static string Returns(IMethodSymbol method)
    {
        if (method.MethodKind is MethodKind.Conversion or MethodKind.UserDefinedOperator or MethodKind.DelegateInvoke)
        {
            return "The result.";
        }

        var words = NameWords.Split(WithoutAsync(method));
        var (type, isTask) = method.ReturnType is INamedTypeSymbol { Name: "Task" or "ValueTask" } task
            ? (task.TypeArguments.FirstOrDefault(), true)
            : (method.ReturnType, false);
        if (type is null)
        {
            return "A task that ends when the work is done.";
        }

        var value = type.SpecialType == SpecialType.System_Boolean
            ? $"<see langword=\"true\"/> if {BooleanPhrase(words)}; otherwise, <see langword=\"false\"/>"
            : "the " + ResultPhrase(words, type);
        return isTask ? $"A task whose result is {value}." : value.StartsWith('<') ? value + "." : NameWords.Sentence(value);
    }

    private static string OfType(INamedTypeSymbol type)
    {
        var words = NameWords.Phrase(type.TypeKind == TypeKind.Interface && type.Name is ['I', >= 'A' and <= 'Z', ..]
            ? type.Name[1..] : type.Name);
        return type.TypeKind switch
        {
            TypeKind.Interface => "defines " + NameWords.WithArticle(words),
            TypeKind.Enum => "the values of " + NameWords.WithArticle(words),
            TypeKind.Delegate => "represents a method for " + NameWords.WithArticle(words),
            _ when type.IsStatic => "provides " + words,
            _ => "represents " + NameWords.WithArticle(words),
        };
    }

    private static string OfMethod(IMethodSymbol method)
    {
        var words = NameWords.Split(WithoutAsync(method));
        if (words is ["is" or "has" or "can" or "should" or "contains", ..])
        {
            return "determines whether " + BooleanPhrase(words);
        }

        if (words is ["try", var tried, .. var rest])
        {
            return "tries to " + tried + Object(rest, method);
        }

        return words switch
        {
            ["to", .. var target] => "converts to " + NameWords.WithArticle(string.Join(' ', target)),
            [var verb, .. var target] when Verbs.Contains(verb) => NameWords.ThirdPerson(verb) + Object(target, method),
            _ when method.ReturnsVoid => "performs the " + string.Join(' ', words),
            _ => "gets the " + string.Join(' ', words),
        };
    }

    private static string OfProperty(IPropertySymbol property)
    {
        var verb = (property.GetMethod, property.SetMethod) switch
        {
            (null, _) => "sets",
            (_, { IsInitOnly: false, DeclaredAccessibility: var access }) when access == property.DeclaredAccessibility => "gets or sets",
            _ => "gets",
        };
        return property switch
        {
            { IsIndexer: true } => $"{verb} the element at the given {NameWords.Phrase(property.Parameters[0].Name)}",
            { Type.SpecialType: SpecialType.System_Boolean } =>
                $"{verb} a value indicating whether {BooleanPhrase(NameWords.Split(property.Name))}",
            _ => $"{verb} the {NameWords.Phrase(property.Name)}",
        };
    }

    private static string BooleanPhrase(string[] words) => words switch
    {
        ["is" or "has" or "can" or "should" or "contains", ..] => "this " + string.Join(' ', words),
        [[.., 'e', 'd']] => "it " + words[0],
        [var verb, ..] when Verbs.Contains(verb) => "it was done",
        _ => "it is " + string.Join(' ', words),
    };

    private static string Object(string[] words, IMethodSymbol method)
    {
        var phrase = string.Join(' ', words);
        var first = method.Parameters.FirstOrDefault(p => p.Type.Name != "CancellationToken") is { } parameter
            ? "the " + NameWords.Phrase(parameter.Name) : null;
        return words switch
        {
            [] => " " + (first ?? (method.IsStatic
                ? "the " + NameWords.Phrase(method.ContainingType.Name) : "this " + NameWords.Phrase(method.ContainingType.Name))),
            [var only] when NameWords.IsPreposition(only) => $" {only} {first ?? "the given place"}",
            [var preposition, .. var rest] when NameWords.IsPreposition(preposition) => $" {preposition} the {string.Join(' ', rest)}",
            _ => " the " + phrase,
        };
    }

    private static string ResultPhrase(string[] words, ITypeSymbol type)
    {
        var noun = words is [var verb, .. var rest] && Verbs.Contains(verb)
            ? string.Join(' ', rest.TakeWhile(w => !NameWords.IsPreposition(w))) : string.Join(' ', words);
        return noun.Length > 0 ? noun : type.SpecialType != SpecialType.None || type is not INamedTypeSymbol { Name.Length: > 1 }
            ? "result" : TypePhrase(type);
    }

    private static string TypePhrase(ITypeSymbol type) => type.SpecialType == SpecialType.None
        ? NameWords.Phrase(type.Name) : type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    private static string EventPhrase(string name) => NameWords.Split(name) is [.., [.., 'e', 'd'] last] words
        ? (words.Length > 1 ? $"the {string.Join(' ', words[..^1])} {last}" : $"it has {last}")
        : $"the {NameWords.Phrase(name)} event is raised";

    private static string WithoutAsync(IMethodSymbol method) =>
        method.Name.EndsWith("Async", StringComparison.Ordinal) && method.Name.Length > "Async".Length
            ? method.Name[..^"Async".Length] : method.Name;

    private static string KindOf(INamedTypeSymbol type) => type.TypeKind == TypeKind.Struct ? "struct" : type.IsRecord ? "record" : "class";
}
