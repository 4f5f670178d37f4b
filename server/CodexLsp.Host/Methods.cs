using CodexLsp.Host.Handlers;
using CodexLsp.Host.Protocol;
using CodexLsp.Host.Serving;
using CodexLsp.Rpc;

namespace CodexLsp.Host;

/// <summary>The whole server, a line per method: its lane, its name, what goes in and out, who answers.</summary>
internal static class Methods
{
    /// <summary>Fills the table.</summary>
    public static MethodTable<ServerState> Register(MethodTable<ServerState> table, LanguageServer server)
    {
        var json = WireJson.Default;
        var propose = new ProposeHandler(server);
        var commands = new CommandHandler(server);
        var actions = new CodeActionHandler(server);
        var threads = new ThreadHandlers(server);
        var turns = new TurnHandlers(server);
        var proposals = new ProposalHandlers(server);
        return table
            .Control("initialize", () => json.InitializeParams, () => json.InitializeResult, (state, p, _) => LifeCycleHandlers.Initialize(state, p, server))
            .Control("initialized", () => Empty.Json, (state, _, _) => server.Initialized(state))
            .Control("shutdown", () => Empty.Json, () => json.String, (state, _, _) => (state with { LifeCycle = LifeCycle.ShutDown }, null!))
            .Control("exit", () => Empty.Json, (state, _, connection) => server.Exit(state, connection))
            .Control("$/cancelRequest", () => json.CancelParams, (state, p, connection) => server.Cancel(state, p.Id, connection))
            .Control("$/setTrace", () => json.SetTraceParams, (state, p, _) => state with { Trace = p.Value })
            .Control("window/workDoneProgress/cancel", () => json.WorkDoneProgressParams, (state, p, _) => server.CancelProgress(state, p.Token))

            .Mutate("textDocument/didOpen", () => json.DidOpenTextDocumentParams, DocumentHandlers.Open)
            .Mutate("textDocument/didChange", () => json.DidChangeTextDocumentParams, server.Change, (state, p, why) => server.OutOfStep(state, DocumentHandlers.UriOf(p), why))
            .Mutate("textDocument/didClose", () => json.DidCloseTextDocumentParams, DocumentHandlers.Close)
            .Mutate("workspace/didChangeWorkspaceFolders", () => json.DidChangeWorkspaceFoldersParams, WorkspaceHandlers.Folders)
            .Mutate("codex/workspace/trust", () => json.WorkspaceTrustParams, WorkspaceHandlers.Trust)
            .Control("codex/secret/changed", () => json.SecretChangedParams, (state, p, _) => server.ForgetKey(state, p))
            .Control("textDocument/didSave", () => json.DidSaveTextDocumentParams, (state, p, _) => WorkspaceHandlers.Saved(state, p, server))
            .Control("workspace/didChangeConfiguration", () => json.DidChangeConfigurationParams, (state, p, _) => WorkspaceHandlers.Configuration(state, p, server))
            .Control("workspace/didChangeWatchedFiles", () => json.DidChangeWatchedFilesParams, (state, p, _) => WorkspaceHandlers.WatchedFiles(state, p, server))
            .Control("workspace/didCreateFiles", () => json.FileOperationParams, (state, p, _) => WorkspaceHandlers.FilesChanged(state, p, server))
            .Control("workspace/didDeleteFiles", () => json.FileOperationParams, (state, p, _) => WorkspaceHandlers.FilesChanged(state, p, server))
            .Control("workspace/didRenameFiles", () => json.RenameFilesParams, (state, p, _) => WorkspaceHandlers.FilesRenamed(state, p, server))

            .Read("textDocument/codeAction", () => json.CodeActionParams, () => json.CodeActions, actions.ListAsync)
            .Turn("codeAction/resolve", () => json.CodeAction, () => json.CodeAction, actions.ResolveAsync)
            .Turn("workspace/executeCommand", () => json.ExecuteCommandParams, () => json.TurnStarted, commands.ExecuteAsync)

            .Turn("codex/edit/propose", () => json.ProposeParams, () => json.Proposal, propose.ProposeAsync)
            .Turn("codex/edit/refine", () => json.RefineParams, () => json.Proposal, propose.RefineAsync)
            .Turn("codex/edit/accept", () => json.AcceptParams, () => json.AcceptResult, proposals.AcceptAsync)
            .Turn("codex/edit/reject", () => json.RejectParams, () => json.RejectResult, proposals.RejectAsync)
            .Turn("codex/edit/undo", () => json.UndoParams, () => json.UndoResult, proposals.UndoAsync)
            .Read("codex/proposal/list", () => json.ProposalListParams, () => json.ProposalListResult, proposals.ListAsync)
            .Read("codex/proposal/read", () => json.ProposalReadParams, () => json.Proposal, proposals.ReadAsync)
            .Read("codex/context", () => json.ContextParams, () => json.ContextPack, new ContextHandler(server).HandleAsync)
            .Turn("codex/verify", () => json.VerifyParams, () => json.Verification, new VerifyHandler(server).HandleAsync)
            .Read("codex/model/list", () => Empty.Json, () => json.ModelListResult, new ModelHandler(server).ListAsync)
            .Turn("codex/doctor", () => Empty.Json, () => json.DoctorResult, new DoctorHandler(server).HandleAsync)
            .Read("codex/thread/list", () => json.ThreadListParams, () => json.ThreadListResult, threads.ListAsync)
            .Read("codex/thread/read", () => json.ThreadReadParams, () => json.Thread, threads.ReadAsync)
            .Turn("codex/thread/start", () => json.ThreadStartParams, () => json.Thread, threads.StartAsync)
            .Read("codex/thread/resume", () => json.ThreadParams, () => json.Thread, threads.ResumeAsync)
            .Turn("codex/thread/rename", () => json.ThreadRenameParams, () => Empty.Json, threads.RenameAsync)
            .Turn("codex/thread/archive", () => json.ThreadArchiveParams, () => Empty.Json, threads.ArchiveAsync)
            .Turn("codex/thread/delete", () => json.ThreadParams, () => Empty.Json, threads.DeleteAsync)
            .Turn("codex/turn/start", () => json.TurnStartParams, () => json.TurnStartResult, turns.StartAsync)
            .Turn("codex/turn/steer", () => json.TurnSteerParams, () => Empty.Json, turns.SteerAsync)
            .Turn("codex/turn/interrupt", () => json.TurnInterruptParams, () => Empty.Json, turns.InterruptAsync);
    }
}
