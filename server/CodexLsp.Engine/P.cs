namespace CodexLsp.Engine;

internal static class Placeholder;
