// Made from the host's wire records by ProtocolPageTests; UPDATE_EXPECT=1 npm test rewrites it.

/** What the host answers. */
export interface Requests {
  "codex/edit/propose": { params: ProposeParams; result: Proposal };
  "codex/edit/refine": { params: RefineParams; result: Proposal };
  "codex/edit/accept": { params: AcceptParams; result: AcceptResult };
  "codex/edit/reject": { params: RejectParams; result: RejectResult };
  "codex/edit/undo": { params: UndoParams; result: UndoResult };
  "codex/proposal/list": { params: ProposalListParams; result: ProposalListResult };
  "codex/proposal/read": { params: ProposalReadParams; result: Proposal };
  "codex/context": { params: ContextParams; result: ContextPack };
  "codex/verify": { params: VerifyParams; result: Verification };
  "codex/model/list": { params: Record<string, never>; result: ModelListResult };
  "codex/doctor": { params: Record<string, never>; result: DoctorResult };
  "codex/thread/list": { params: ThreadListParams; result: ThreadListResult };
  "codex/thread/read": { params: ThreadReadParams; result: Thread };
  "codex/thread/start": { params: ThreadStartParams; result: Thread };
  "codex/thread/resume": { params: ThreadParams; result: Thread };
  "codex/thread/rename": { params: ThreadRenameParams; result: Record<string, never> };
  "codex/thread/archive": { params: ThreadArchiveParams; result: Record<string, never> };
  "codex/thread/delete": { params: ThreadParams; result: Record<string, never> };
  "codex/turn/start": { params: TurnStartParams; result: TurnStartResult };
  "codex/turn/steer": { params: TurnSteerParams; result: Record<string, never> };
  "codex/turn/interrupt": { params: TurnInterruptParams; result: Record<string, never> };
}

/** What the host is told. */
export interface ClientNotifications {
  "codex/workspace/trust": WorkspaceTrustParams;
  "codex/secret/changed": SecretChangedParams;
}

/** What the host tells. */
export interface Notifications {
  "codex/edit/progress": EditProgressParams;
  "codex/item/completed": ItemParams;
  "codex/item/delta": ItemDeltaParams;
  "codex/item/started": ItemParams;
  "codex/proposal/changed": ProposalChangedParams;
  "codex/thread/usage": ThreadUsageParams;
  "codex/turn/completed": TurnParams;
  "codex/turn/diff": TurnDiffParams;
  "codex/turn/plan": TurnPlanParams;
  "codex/turn/started": TurnParams;
  "codex/workspace/status": WorkspaceStatusParams;
}

/** What the host asks. */
export interface ServerRequests {
  "codex/approval/request": { params: ApprovalParams; result: ApprovalResult };
  "codex/secret/read": { params: SecretReadParams; result: SecretReadResult };
}

export interface ProposeParams {
  textDocument: TextDocumentIdentifier;
  range: Range;
  instruction: string;
  threadId?: string;
  model?: string;
  effort?: string;
  attachments?: Input[];
  diagnostics?: Diagnostic[];
  token?: unknown;
  text?: string;
}

export interface Proposal {
  id: string;
  threadId: string;
  turnId: string;
  revisionOf?: string;
  status: ProposalStatus;
  title: string;
  message?: string;
  error?: Error;
  files: FileChange[];
  verification: Verification;
  rounds: number;
  usage: Usage;
  context: ProposalContext;
}

export interface RefineParams {
  proposalId: string;
  instruction: string;
  token?: unknown;
}

export interface AcceptParams {
  proposalId: string;
  hunkIds?: string[];
  texts?: AcceptedText[];
}

export interface AcceptResult {
  applied: boolean;
  conflicts: Conflict[];
  undoToken?: string;
}

export interface RejectParams {
  proposalId: string;
  hunkIds?: string[];
}

export interface RejectResult {
  proposal: Proposal;
}

export interface UndoParams {
  undoToken: string;
}

export interface UndoResult {
  applied: boolean;
  conflicts: Conflict[];
}

export interface ProposalListParams {
  uri?: string;
}

export interface ProposalListResult {
  proposals: Proposal[];
}

export interface ProposalReadParams {
  proposalId: string;
}

export interface ContextParams {
  textDocument: TextDocumentIdentifier;
  range: Range;
  instruction?: string;
}

export interface ContextPack {
  items: ContextItem[];
  tokens: number;
  budget: number;
}

export interface VerifyParams {
  edit?: WorkspaceEdit;
}

export interface Verification {
  status: VerificationStatus;
  reason?: string;
  introduced: Finding[];
  resolved: Finding[];
  notes: string[];
  scope: VerificationScope;
  repaired: string[];
  durationMs: number;
}

export interface ModelListResult {
  models: Model[];
  current?: CurrentModel;
}

export interface DoctorResult {
  checks: Check[];
}

export interface ThreadListParams {
  cursor?: string;
  limit?: number;
  search?: string;
  archived?: boolean;
}

export interface ThreadListResult {
  threads: ThreadInfo[];
  nextCursor?: string;
}

export interface ThreadReadParams {
  threadId: string;
}

export interface Thread {
  id: string;
  title: string;
  cwd: string;
  createdAt: string;
  updatedAt: string;
  archived: boolean;
  turns: Turn[];
}

export interface ThreadStartParams {
  title?: string;
  cwd?: string;
}

export interface ThreadParams {
  threadId: string;
}

export interface ThreadRenameParams {
  threadId: string;
  title: string;
}

export interface ThreadArchiveParams {
  threadId: string;
  archived: boolean;
}

export interface TurnStartParams {
  threadId: string;
  input: Input[];
  mode: TurnMode;
  model?: string;
  effort?: string;
  budget?: Budget;
  approval?: ApprovalMode;
  sandbox?: SandboxMode;
}

export interface TurnStartResult {
  turnId: string;
}

export interface TurnSteerParams {
  threadId: string;
  turnId: string;
  input: Input[];
}

export interface TurnInterruptParams {
  threadId: string;
  turnId: string;
}

export interface WorkspaceTrustParams {
  trusted: boolean;
}

export interface SecretChangedParams {
  provider: string;
  endpoint: string;
}

export interface EditProgressParams {
  token: unknown;
  stage?: EditStage;
  round?: number;
  delta?: string;
  proposal?: Proposal;
}

export interface ItemParams {
  threadId: string;
  turnId: string;
  item: Item;
}

export interface ItemDeltaParams {
  threadId: string;
  turnId: string;
  itemId: string;
  text: string;
}

export interface ProposalChangedParams {
  proposal: Proposal;
}

export interface ThreadUsageParams {
  threadId: string;
  usage: Usage;
  window?: number;
  used: number;
}

export interface TurnParams {
  threadId: string;
  turn: Turn;
}

export interface TurnDiffParams {
  threadId: string;
  turnId: string;
  diff: string;
}

export interface TurnPlanParams {
  threadId: string;
  turnId: string;
  steps: PlanStep[];
}

export interface WorkspaceStatusParams {
  phase: WorkspacePhase;
  solution?: string;
  projects: number;
  loaded: number;
  message?: string;
}

export interface ApprovalParams {
  approvalId: string;
  threadId: string;
  turnId: string;
  kind: ApprovalKind;
  title: string;
  reason: string;
  command?: string[];
  cwd?: string;
  proposalId?: string;
  host?: string;
  risk: ApprovalRisk;
  hash: string;
}

export interface ApprovalResult {
  decision: ApprovalDecision;
  hunkIds?: string[];
  note?: string;
}

export interface SecretReadParams {
  provider: string;
  endpoint: string;
}

export interface SecretReadResult {
  secret?: string;
}

export interface CodexClientOptions {
  version: number;
  trusted?: boolean;
  settings?: unknown;
  otherCSharpServer?: boolean;
}

export interface CodexServerCapabilities {
  version: number;
  methods: string[];
  log: string;
  approvals: string;
}

export interface EditCommandArguments {
  textDocument: TextDocumentIdentifier;
  range: Range;
  instruction?: string;
  code?: string;
  diagnostics?: Diagnostic[];
}

export interface Error {
  code: string;
  message: string;
  next?: string;
  retryable: boolean;
}

export interface TextDocumentIdentifier {
  uri: string;
}

export interface Range {
  start: Position;
  end: Position;
}

export type Input =
  | { type: "text"; text: string }
  | { type: "file"; uri: string; range?: Range }
  | { type: "symbol"; name: string; uri?: string; range?: Range }
  | { type: "diagnostic"; uri: string; range: Range; code: string; message: string };

export interface Diagnostic {
  range: Range;
  message: string;
  severity?: number;
  code?: unknown;
  source?: string;
}

export type ProposalStatus = "running" | "ready" | "empty" | "failed" | "refused" | "stale" | "accepted" | "partly" | "rejected";

export interface FileChange {
  uri: string;
  kind: FileChangeKind;
  newUri?: string;
  version?: number;
  hunks: Hunk[];
}

export interface Usage {
  inputTokens: number;
  cachedInputTokens: number;
  outputTokens: number;
  reasoningTokens: number;
  requests: number;
  costUsd?: number;
  durationMs: number;
  estimated: boolean;
}

export interface ProposalContext {
  tokens: number;
  items: number;
}

export interface AcceptedText {
  uri: string;
  text: string;
}

export interface Conflict {
  uri: string;
  hunkId: string;
  base: string;
  ours: string;
  theirs: string;
}

export interface ContextItem {
  kind: ContextKind;
  title: string;
  uri?: string;
  range?: Range;
  text: string;
  tokens: number;
  why: string;
}

export interface WorkspaceEdit {
  changes?: Record<string, TextEdit[]>;
  documentChanges?: DocumentChange[];
  changeAnnotations?: Record<string, ChangeAnnotation>;
}

export type VerificationStatus = "verified" | "broken" | "unverified";

export interface Finding {
  uri: string;
  range: Range;
  severity: FindingSeverity;
  code: string;
  message: string;
  project?: string;
  fix?: string;
}

export interface VerificationScope {
  solution?: string;
  projects: string[];
  documents: number;
  analyzers: boolean;
}

export interface Model {
  id: string;
  provider: string;
  contextWindow?: number;
  tools: boolean;
  images: boolean;
  reasoning: boolean;
  price?: Price;
}

export interface CurrentModel {
  provider: string;
  model: string;
  endpoint?: string;
}

export interface Check {
  name: string;
  ok: boolean;
  detail: string;
  next?: string;
}

export interface ThreadInfo {
  id: string;
  title: string;
  cwd: string;
  createdAt: string;
  updatedAt: string;
  archived: boolean;
}

export interface Turn {
  id: string;
  mode: TurnMode;
  status: TurnStatus;
  startedAt: string;
  completedAt?: string;
  items: Item[];
  usage: Usage;
  proposalId?: string;
  error?: Error;
}

export type TurnMode = "chat" | "edit" | "task";

export interface Budget {
  maxTokens?: number;
  maxMinutes?: number;
  maxRequests?: number;
  maxCostUsd?: number;
}

export type ApprovalMode = "suggest" | "auto-edit" | "full-auto";

export type SandboxMode = "read-only" | "workspace-write" | "danger-full-access";

export type EditStage = "context" | "model" | "apply" | "verify" | "repair";

export type Item =
  | { type: "userMessage"; input: Input[]; id: string; status: ItemStatus }
  | { type: "agentMessage"; text: string; id: string; status: ItemStatus }
  | { type: "reasoning"; summary: string; id: string; status: ItemStatus }
  | { type: "plan"; steps: PlanStep[]; id: string; status: ItemStatus }
  | { type: "toolCall"; tool: string; arguments: string; result?: string; durationMs: number; id: string; status: ItemStatus }
  | { type: "command"; command: string[]; cwd: string; exitCode?: number; output: string; sandboxed: boolean; id: string; status: ItemStatus }
  | { type: "tests"; command: string[]; passed: number; failed: number; skipped: number; failures: FailedTest[]; id: string; status: ItemStatus }
  | { type: "approval"; kind: ApprovalKind; title: string; decision?: ApprovalDecision; note?: string; id: string; status: ItemStatus }
  | { type: "fileChange"; proposalId: string; id: string; status: ItemStatus }
  | { type: "verification"; verification: Verification; id: string; status: ItemStatus }
  | { type: "error"; error: Error; id: string; status: ItemStatus };

export interface PlanStep {
  text: string;
  status: PlanStepStatus;
}

export type WorkspacePhase = "idle" | "loading" | "ready" | "degraded";

export type ApprovalKind = "command" | "edit" | "network" | "outsideWorkspace" | "mcp";

export type ApprovalRisk = "low" | "medium" | "high";

export type ApprovalDecision = "approve" | "approveForTurn" | "approveForThread" | "approveAlways" | "deny" | "abort";

export interface Position {
  line: number;
  character: number;
}

export type FileChangeKind = "modify" | "create" | "delete" | "rename";

export interface Hunk {
  id: string;
  range: Range;
  oldText: string;
  newText: string;
  match: HunkMatch;
  status: HunkStatus;
}

export type ContextKind = "selection" | "outline" | "definition" | "caller" | "test" | "diagnostic" | "instructions" | "file";

export interface TextEdit {
  range: Range;
  newText: string;
  annotationId?: string;
}

export interface DocumentChange {
  textDocument?: VersionedTextDocumentIdentifier;
  edits?: TextEdit[];
  kind?: string;
  uri?: string;
  oldUri?: string;
  newUri?: string;
  annotationId?: string;
}

export interface ChangeAnnotation {
  label: string;
  needsConfirmation: boolean;
  description?: string;
}

export type FindingSeverity = "error" | "warning" | "info";

export interface Price {
  inputPerMillion: number;
  cachedPerMillion?: number;
  outputPerMillion: number;
  asOf: string;
}

export type TurnStatus = "running" | "completed" | "interrupted" | "failed" | "partial";

export type ItemStatus = "running" | "completed" | "failed" | "declined";

export interface FailedTest {
  name: string;
  message: string;
}

export type PlanStepStatus = "pending" | "running" | "done";

export type HunkMatch = "exact" | "whitespace" | "unicode" | "indent" | "similar";

export type HunkStatus = "pending" | "accepted" | "rejected" | "conflict";

export interface VersionedTextDocumentIdentifier {
  uri: string;
  version: number | null;
}
