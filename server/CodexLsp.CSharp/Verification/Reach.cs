using System.Collections.Immutable;

namespace CodexLsp.CSharp.Verification;

/// <summary>How far a change of declarations can be felt: which documents, beside the changed ones, may compile differently.</summary>
internal sealed class Reach
{
    // The members the language binds to without naming them, with the syntax that does so.
    private static readonly ImmutableDictionary<string, BindingTraits> Magic = new Dictionary<string, BindingTraits>
    {
        ["GetEnumerator"] = BindingTraits.Enumeration,
        ["GetAsyncEnumerator"] = BindingTraits.Enumeration,
        ["MoveNext"] = BindingTraits.Enumeration,
        ["MoveNextAsync"] = BindingTraits.Enumeration,
        ["Current"] = BindingTraits.Enumeration,
        ["GetAwaiter"] = BindingTraits.Await,
        ["GetResult"] = BindingTraits.Await,
        ["IsCompleted"] = BindingTraits.Await,
        ["Dispose"] = BindingTraits.Using,
        ["DisposeAsync"] = BindingTraits.Using,
        ["Deconstruct"] = BindingTraits.Deconstruction,
        ["Add"] = BindingTraits.CollectionInitializer,
        ["Length"] = BindingTraits.Index,
        ["Count"] = BindingTraits.Index,
        ["Slice"] = BindingTraits.Index,
        ["Select"] = BindingTraits.Query,
        ["SelectMany"] = BindingTraits.Query,
        ["Where"] = BindingTraits.Query,
        ["OrderBy"] = BindingTraits.Query,
        ["OrderByDescending"] = BindingTraits.Query,
        ["ThenBy"] = BindingTraits.Query,
        ["ThenByDescending"] = BindingTraits.Query,
        ["GroupBy"] = BindingTraits.Query,
        ["Join"] = BindingTraits.Query,
        ["GroupJoin"] = BindingTraits.Query,
        ["Cast"] = BindingTraits.Query,
        ["GetPinnableReference"] = BindingTraits.Fixed,
        ["AppendLiteral"] = BindingTraits.Interpolation,
        ["AppendFormatted"] = BindingTraits.Interpolation,
    }.ToImmutableDictionary();

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _declaringTypes = new(StringComparer.Ordinal);
    private readonly List<(BindingTraits Traits, IReadOnlySet<string>? Names)> _unnamed = [];

    /// <summary>Whether only the changed documents themselves can compile differently.</summary>
    public bool IsLocal { get; private init; }

    /// <summary>Whether everything that sees the project may compile differently: a global using, an attribute of the assembly.</summary>
    public bool IsEverything { get; private init; }

    /// <summary>Whether it goes beyond the project: false when everything that changed is private to its type.</summary>
    public bool LeavesProject => IsEverything || _names.Count > 0 || _unnamed.Count > 0;

    /// <summary>The reach of a change.</summary>
    /// <param name="changed">The declarations that came or went (<see cref="Difference"/>).</param>
    /// <param name="world">Everything that may see them, the changed documents included, before and after.</param>
    public static Reach Of(IReadOnlyCollection<Declaration> changed, Func<IReadOnlyCollection<DocumentIndex>> world)
    {
        if (changed.Count == 0)
        {
            return new Reach { IsLocal = true };
        }

        if (changed.Any(d => d.Kind == DeclarationKind.Compilation))
        {
            return new Reach { IsEverything = true };
        }

        var reach = new Reach();
        var relations = new Lazy<TypeRelations>(() => new TypeRelations(world()));
        var heads = changed.Where(d => d.Kind is DeclarationKind.Type or DeclarationKind.Delegate).ToLookup(d => (d.Container, d.Name));
        foreach (var declaration in changed)
        {
            // A head that is only there before or only after is a type that went or came; both is a type that became another.
            var isRemade = declaration.Kind is DeclarationKind.Type or DeclarationKind.Delegate && heads[(declaration.Container, declaration.Name)].Skip(1).Any();
            reach.Add(declaration, isRemade, relations);
        }

        return reach;
    }

    /// <summary>The declarations that are only in one of the two.</summary>
    public static IEnumerable<Declaration> Difference(IEnumerable<Declaration> before, IEnumerable<Declaration> after)
    {
        var counts = new Dictionary<Declaration, int>();
        foreach (var declaration in before)
        {
            counts[declaration] = counts.GetValueOrDefault(declaration) + 1;
        }

        foreach (var declaration in after)
        {
            counts[declaration] = counts.GetValueOrDefault(declaration) - 1;
        }

        return counts.Where(c => c.Value != 0).Select(c => c.Key);
    }

    /// <summary>Whether the document may compile differently.</summary>
    public bool Touches(DocumentIndex document) =>
        IsEverything
        || document.Names.Overlaps(_names)
        || document.Declarations.Any(d => d.Kind == DeclarationKind.Type && _declaringTypes.Contains(d.Name))
        || _unnamed.Any(u => (u.Traits == BindingTraits.None || (u.Traits & document.Traits) != 0) && (u.Names is null || document.Names.Overlaps(u.Names)));

    private void Add(Declaration declaration, bool isRemade, Lazy<TypeRelations> relations)
    {
        // The other parts of a partial type see everything of it.
        if (declaration.Type.Length > 0)
        {
            _declaringTypes.Add(declaration.Type);
        }

        if (isRemade || declaration.Traits.HasFlag(DeclarationTraits.Shape))
        {
            AddUnnamed(BindingTraits.None, relations.Value.Reaching([declaration.Type]));
        }

        // A private constructor takes the place of the public one every class has by itself.
        if (declaration.Traits.HasFlag(DeclarationTraits.Private) && declaration.Kind != DeclarationKind.Constructor)
        {
            return;
        }

        if (declaration.Traits.HasFlag(DeclarationTraits.Inherited))
        {
            _declaringTypes.UnionWith(relations.Value.DerivedFrom(declaration.Type));
        }

        switch (declaration.Kind)
        {
            case DeclarationKind.Namespace:
                _names.UnionWith(declaration.Name.Split('.'));
                break;
            case DeclarationKind.Enum:
                _names.UnionWith(declaration.Mentions);
                AddTypeName(declaration.Name);
                break;
            case DeclarationKind.Constructor:
                AddTypeName(declaration.Type);
                AddUnnamed(
                    relations.Value.MayBeCollection(declaration.Type) ? BindingTraits.None : BindingTraits.Creation,
                    relations.Value.Reaching([declaration.Type]));
                if (relations.Value.IsInterpolatedStringHandler(declaration.Type))
                {
                    AddUnnamed(BindingTraits.Interpolation, null);
                }

                break;
            case DeclarationKind.Operator:
                AddUnnamed(BindingTraits.None, relations.Value.Reaching(Receivers(declaration)));
                break;
            case DeclarationKind.Indexer:
                AddUnnamed(BindingTraits.Index, relations.Value.Reaching(Receivers(declaration)));
                break;
            case DeclarationKind.Type or DeclarationKind.Delegate:
                AddTypeName(declaration.Name);
                break;
            default:
                _names.Add(declaration.Name);
                if (Magic.TryGetValue(declaration.Name, out var traits))
                {
                    // Any interpolated string may be one for a handler, wherever the call that takes it leads.
                    AddUnnamed(traits, traits == BindingTraits.Interpolation ? null : relations.Value.Reaching(Receivers(declaration)));
                }

                // A collection mentions its builder. A call with params has no syntax of its own.
                if (relations.Value.IsCollectionBuilder(declaration.Type))
                {
                    AddUnnamed(BindingTraits.None, relations.Value.Reaching([declaration.Type]));
                }

                break;
        }
    }

    /// <summary>The types whose values feel the member: its own, and for an extension or an operator those of its parameters.</summary>
    private static IEnumerable<string> Receivers(Declaration declaration) =>
        declaration.Kind == DeclarationKind.Operator || declaration.Traits.HasFlag(DeclarationTraits.Extension)
            ? [declaration.Type, .. declaration.Mentions]
            : [declaration.Type];

    private void AddTypeName(string name)
    {
        const string Suffix = "Attribute";
        _names.Add(name);
        if (name.Length > Suffix.Length && name.EndsWith(Suffix, StringComparison.Ordinal))
        {
            _names.Add(name[..^Suffix.Length]);
        }
    }

    private void AddUnnamed(BindingTraits traits, IReadOnlySet<string>? names) => _unnamed.Add((traits, names));
}
