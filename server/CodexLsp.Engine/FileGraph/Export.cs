namespace CodexLsp.Engine.FileGraph;

/// <summary>A name under which a file gives something to others that is declared elsewhere, or has another name where it is declared.</summary>
/// <param name="Name">As others import it; <see cref="Import.Everything"/> for every name of the module.</param>
/// <param name="Local">Its name in this file, or in <paramref name="Module"/>; there <see cref="Import.Everything"/> is the module itself.</param>
/// <param name="Module">Where it comes from, as it is written; null for this file.</param>
internal sealed record Export(string Name, string Local, string? Module);
