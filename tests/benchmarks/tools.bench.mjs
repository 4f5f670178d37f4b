import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HostClient } from "./host-client.mjs";

const rounds = 60;
const warm = 10;
const limit = 10;

/**
 * A task whose model does nothing but call a tool that has nothing to do: the time from the end of the model's call to the next
 * request, with everything between them: the call read, decided and run, its item and the conversation in the journal and flushed
 * to the disk, the client told. Fails when the median is over 10 ms.
 */
export async function measure(dotnet) {
  const folder = mkdtempSync(join(tmpdir(), "codex-lsp-tools-"));
  const workspace = mkdtempSync(join(tmpdir(), "codex-lsp-tools-workspace-"));
  writeFileSync(join(workspace, "notes.txt"), "one\n");
  const model = new CallingModel();
  const client = new HostClient(workspace, { ...dotnet.environment, XDG_CONFIG_HOME: folder, XDG_STATE_HOME: folder });
  try {
    await client.start(workspace, { provider: "openai", baseUrl: await model.listen(), model: "scripted" });
    const { id } = await client.ask("codex/thread/start", {});
    const ended = client.next("codex/turn/completed");
    await client.ask("codex/turn/start", { threadId: id, mode: "task", input: [{ type: "text", text: "Plan." }] });
    const { turn } = await ended;
    return report(turn.status, model.times.slice(warm));
  } finally {
    await client.end();
    model.close();
    rmSync(folder, { recursive: true, force: true });
    rmSync(workspace, { recursive: true, force: true });
  }
}

function report(status, times) {
  const all = times.toSorted((a, b) => a - b);
  const at = (share) => all[Math.floor(all.length * share)];
  console.log(`tool round trip, ${all.length} calls: p50 ${at(0.5).toFixed(1)} ms   p95 ${at(0.95).toFixed(1)} ms`);
  console.log(`wanted at most ${limit} ms`);
  return status === "completed" && at(0.5) <= limit ? 0 : 1;
}

/** A model that calls update_plan in each answer, with other words each time, and then says that it is done. */
class CallingModel {
  times = [];
  #asked = 0;
  #told;
  #server = createServer((request, response) => {
    if (this.#told !== undefined) {
      this.times.push(performance.now() - this.#told);
    }

    request.resume();
    request.on("end", () => this.#answer(response));
  });

  listen() {
    return new Promise((resolve) =>
      this.#server.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${this.#server.address().port}/v1`)),
    );
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #answer(response) {
    const number = ++this.#asked;
    const steps = [{ text: `Step ${number}`, status: "running" }];
    const item =
      number <= rounds
        ? { type: "function_call", name: "update_plan", call_id: `call_${number}`, arguments: JSON.stringify({ steps }) }
        : { type: "message", role: "assistant", content: [{ type: "output_text", text: "Done.", annotations: [] }] };
    const whole = { ...item, id: `item_${number}`, status: "completed" };
    const usage = { input_tokens: 10, output_tokens: 10, total_tokens: 20, input_tokens_details: { cached_tokens: 0 } };
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    this.#send(response, { type: "response.output_item.added", output_index: 0, item: whole });
    this.#send(response, { type: "response.output_item.done", output_index: 0, item: whole });
    this.#send(response, {
      type: "response.completed",
      response: { id: `response_${number}`, object: "response", status: "completed", model: "scripted", output: [whole], usage },
    });
    response.end();
    this.#told = performance.now();
  }

  #send(response, event) {
    response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  }
}
