using CodexLsp.Engine.Documents;
using CodexLsp.Engine.Edits;

namespace CodexLsp.Engine.Journal.Records;

/// <summary>The index: what lists and searches need to know of every thread without reading it.</summary>
internal sealed record IndexRecord(int Version, IndexEntry[] Threads)
{
    /// <summary>What an index is made by; one made by another version is made anew.</summary>
    public const int Current = 1;
}

/// <summary>What is known of one thread; true while its journal has this size and time.</summary>
/// <param name="Id">The thread.</param>
/// <param name="Bytes">The size of its journal when it was read.</param>
/// <param name="ModifiedTicks">The time of its journal then, in UTC ticks.</param>
/// <param name="Head">What lists show; null when the thread cannot be read.</param>
/// <param name="Proposals">Its proposals and where they stand.</param>
/// <param name="UndoTokens">The tokens of its acceptances.</param>
/// <param name="CutShort">Whether it has a commit without an end.</param>
internal sealed record IndexEntry(
    string Id, long Bytes, long ModifiedTicks, IndexHead? Head, IndexProposal[] Proposals, string[] UndoTokens, bool CutShort);

/// <summary>What a list shows of a thread.</summary>
internal sealed record IndexHead(string Title, AbsolutePath Folder, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, bool Archived);

/// <summary>A proposal of a thread.</summary>
internal sealed record IndexProposal(string Id, ProposalStatus Status);
