import type { Item, PlanStep, Turn } from "../src/protocol";

/** Something the host told of a thread. */
export type ThreadEvent =
  | { readonly type: "turn"; readonly turn: Turn }
  | { readonly type: "item"; readonly turnId: string; readonly item: Item }
  | { readonly type: "delta"; readonly turnId: string; readonly itemId: string; readonly text: string }
  | { readonly type: "plan"; readonly turnId: string; readonly steps: PlanStep[] };

/** The turns of a thread after an event; the same object where it changes nothing. */
export function reduce(turns: readonly Turn[], event: ThreadEvent): readonly Turn[] {
  if (event.type === "turn") {
    const known = turns.find((t) => t.id === event.turn.id);
    return upsert(turns, { ...event.turn, items: merge(known?.items ?? [], event.turn.items) });
  }

  const turn = turns.find((t) => t.id === event.turnId);
  const items = turn && changed(turn, event);
  return turn === undefined || items === undefined ? turns : upsert(turns, { ...turn, items });
}

function changed({ id, items }: Turn, event: Exclude<ThreadEvent, { type: "turn" }>): Item[] | undefined {
  switch (event.type) {
    case "item":
      return put(items, event.item);
    case "plan":
      return put(items, { type: "plan", id: `plan ${id}`, status: "running", steps: event.steps });
    case "delta": {
      const known = items.find((i) => i.id === event.itemId);
      const longer = known && lengthened(known, event.text);
      return longer && put(items, longer);
    }
  }
}

/** Only what is written bit by bit grows. */
function lengthened(item: Item, text: string): Item | undefined {
  switch (item.type) {
    case "agentMessage":
      return { ...item, text: item.text + text };
    case "reasoning":
      return { ...item, summary: item.summary + text };
    case "command":
      return { ...item, output: item.output + text };
    default:
      return undefined;
  }
}

/** A turn may be told with the items it has or without any: what was told of one by one stays. */
function merge(known: readonly Item[], told: readonly Item[]): Item[] {
  return told.reduce<Item[]>(put, [...known]);
}

/** A turn has one plan, whatever told of it. */
function put(items: readonly Item[], item: Item): Item[] {
  const plan = item.type === "plan" ? items.find((i) => i.type === "plan") : undefined;
  return upsert(items, plan ? { ...item, id: plan.id } : item);
}

function upsert<T extends { readonly id: string }>(all: readonly T[], one: T): T[] {
  const index = all.findIndex((other) => other.id === one.id);
  return index < 0 ? [...all, one] : all.with(index, one);
}
