namespace CodexLsp.CSharp;

internal static class Placeholder;
