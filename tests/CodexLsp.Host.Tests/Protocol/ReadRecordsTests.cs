using System.Reflection;
using CodexLsp.Host.Protocol;

namespace CodexLsp.Host.Tests.Protocol;

/// <summary>
/// Null is written as absent, so what is read must take absence for null: a constructor parameter without a default is required.
/// </summary>
public sealed class ReadRecordsTests
{
    private static readonly NullabilityInfoContext Nullability = new();

    [Fact]
    public async Task Every_parameter_that_may_be_null_may_be_absent_in_what_clients_send()
    {
        var read = new HashSet<Type>();
        foreach (var root in (await WireTypes.MethodsAsync()).Select(m => m.Params).Concat([typeof(ApplyWorkspaceEditResult), typeof(MessageActionItem), typeof(EditCommandArguments)]))
        {
            Collect(root, read);
        }

        Assert.Contains(typeof(CodeActionData), read);
        Assert.Contains(typeof(Input.Symbol), read);
        Assert.Empty(
            from type in read
            from parameter in type.GetConstructors().SelectMany(c => c.GetParameters())
            where Nullability.Create(parameter).WriteState == NullabilityState.Nullable && !parameter.HasDefaultValue
            select $"{type.Name}.{parameter.Name}");
    }

    private static void Collect(Type type, HashSet<Type> read)
    {
        foreach (var argument in type.GetGenericArguments())
        {
            Collect(argument, read);
        }

        if (type.Namespace != typeof(CodeAction).Namespace || type.IsEnum || !read.Add(type))
        {
            return;
        }

        foreach (var part in type.GetProperties().Select(p => p.PropertyType).Concat(type.GetNestedTypes(BindingFlags.NonPublic)))
        {
            Collect(part, read);
        }
    }
}
