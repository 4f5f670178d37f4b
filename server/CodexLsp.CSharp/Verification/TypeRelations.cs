namespace CodexLsp.CSharp.Verification;

/// <summary>
/// Which names lead to values of a type, by syntax alone: an overestimate, because a name stands for everything called so.
/// </summary>
internal sealed class TypeRelations
{
    private readonly IReadOnlyCollection<DocumentIndex> _documents;
    private readonly Lazy<ILookup<string, Declaration>> _mentioning;
    private readonly Lazy<ILookup<string, string>> _aliases;
    private readonly Lazy<HashSet<string>> _builders;
    private readonly Lazy<HashSet<string>> _handlers;

    /// <param name="documents">Everything that may see the types.</param>
    public TypeRelations(IReadOnlyCollection<DocumentIndex> documents)
    {
        _documents = documents;
        _mentioning = new(() => documents.SelectMany(d => d.Declarations)
            .SelectMany(d => d.Mentions.Select(m => (Mention: m, Declaration: d)))
            .ToLookup(p => p.Mention, p => p.Declaration, StringComparer.Ordinal));
        _aliases = new(() => documents.SelectMany(d => d.Aliases)
            .SelectMany(a => a.Mentions.Select(m => (Mention: m, a.Alias)))
            .ToLookup(p => p.Mention, p => p.Alias, StringComparer.Ordinal));
        _builders = new(() => With(DeclarationTraits.BuiltCollection).SelectMany(d => d.Mentions).ToHashSet(StringComparer.Ordinal));
        _handlers = new(() => With(DeclarationTraits.InterpolatedStringHandler).Select(d => d.Name).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>The types that derive from, or implement, <paramref name="type"/>, however far, with it.</summary>
    public IReadOnlySet<string> DerivedFrom(string type) =>
        Closure([type], d => d.Kind == DeclarationKind.Type ? d.Name : null);

    /// <summary>Whether a collection expression, or a call with <c>params</c>, might create the type.</summary>
    public bool MayBeCollection(string type) => _documents.SelectMany(d => d.Declarations).Any(d =>
        d.Type == type && (d.Name == "GetEnumerator" || (d.Kind == DeclarationKind.Type && !d.Mentions.IsEmpty)));

    /// <summary>Whether the type's methods may build collections that name it as their builder.</summary>
    public bool IsCollectionBuilder(string type) => _builders.Value.Contains(type);

    /// <summary>Whether interpolated strings may create the type.</summary>
    public bool IsInterpolatedStringHandler(string type) => _handlers.Value.Contains(type);

    /// <summary>
    /// The names one of which a document must contain to hold a value of one of <paramref name="types"/>: the types, those
    /// derived from them, aliases, and every member or delegate whose signature speaks of them.
    /// </summary>
    public IReadOnlySet<string> Reaching(IEnumerable<string> types)
    {
        var members = new HashSet<string>(StringComparer.Ordinal);
        var reached = Closure(types, d =>
        {
            switch (d.Kind)
            {
                case DeclarationKind.Type or DeclarationKind.Delegate:
                    return d.Name;
                // What hands the value out without being named itself: whoever holds its type reaches the value.
                case DeclarationKind.Operator or DeclarationKind.Indexer:
                    return d.Type;
                // Takes a value, which the caller may write without naming its type.
                case DeclarationKind.Constructor:
                    members.Add(d.Type);
                    return null;
                // Taken apart, its holders get the value; those who only pass the holder on do not.
                case DeclarationKind.Member when d.Name == "Deconstruct":
                    members.Add(d.Type);
                    members.UnionWith(_mentioning.Value[d.Type].Where(m => m.Kind == DeclarationKind.Member).Select(m => m.Name));
                    return null;
                case DeclarationKind.Member:
                    members.Add(d.Name);
                    return d.Name is "GetEnumerator" or "GetAsyncEnumerator" or "Current" or "GetAwaiter" or "GetResult" ? d.Type : null;
                default:
                    return null;
            }
        });
        members.UnionWith(reached);
        return members;
    }

    private IEnumerable<Declaration> With(DeclarationTraits trait) =>
        _documents.SelectMany(d => d.Declarations).Where(d => d.Traits.HasFlag(trait));

    private HashSet<string> Closure(IEnumerable<string> seeds, Func<Declaration, string?> next)
    {
        var found = new HashSet<string>(seeds.Where(s => s.Length > 0), StringComparer.Ordinal);
        var pending = new Queue<string>(found);
        while (pending.TryDequeue(out var name))
        {
            foreach (var more in _mentioning.Value[name].Select(next).Concat(_aliases.Value[name]))
            {
                if (more is { Length: > 0 } && found.Add(more))
                {
                    pending.Enqueue(more);
                }
            }
        }

        return found;
    }
}
