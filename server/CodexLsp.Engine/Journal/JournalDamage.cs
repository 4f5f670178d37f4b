namespace CodexLsp.Engine.Journal;

/// <summary>A stretch of a journal that could not be read. Everything around it was.</summary>
/// <param name="Offset">Where it begins, in bytes from the start of the file.</param>
/// <param name="Length">How many bytes.</param>
/// <param name="AtEnd">Whether it is the end of the file: what a crash in the middle of a write leaves. The next writer cuts it off.</param>
/// <param name="Reason">What is wrong, in words a user reads.</param>
public sealed record JournalDamage(long Offset, long Length, bool AtEnd, string Reason);
