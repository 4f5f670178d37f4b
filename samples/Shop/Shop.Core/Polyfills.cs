#if NETSTANDARD2_0
namespace System.Runtime.CompilerServices
{
    /// <summary>Lets the compiler emit <c>init</c> accessors on the older framework.</summary>
    internal static class IsExternalInit;

    /// <summary>Lets the compiler pass an argument's text on the older framework.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    internal sealed class CallerArgumentExpressionAttribute(string parameterName) : Attribute
    {
        public string ParameterName { get; } = parameterName;
    }
}

namespace System
{
    using System.Runtime.CompilerServices;

    /// <summary>Guards that the older framework lacks.</summary>
    internal static class ArgumentGuards
    {
        extension(ArgumentNullException)
        {
            public static void ThrowIfNull(object? argument, [CallerArgumentExpression(nameof(argument))] string? paramName = null)
            {
                if (argument is null)
                {
                    throw new ArgumentNullException(paramName);
                }
            }
        }
    }
}
#endif
