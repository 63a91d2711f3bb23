import { ApiError, authorized } from "./client";
import { StreamParser, type StreamMessage } from "./event_stream";

/** The server says something at least every 15 s; this long without a word means it is gone. */
const silence_max_ms = 40_000;
const retry_min_ms = 1_000;
const retry_max_ms = 15_000;

export interface Listener {
  /** The stream is open; everything may have changed while it was not. */
  opened(): void;
  /** What came in one piece, in order: a storm is taken in gulps. */
  messages(messages: StreamMessage[]): void;
  /** It broke. Another try follows by itself. `error.status` is 401 when a token is wanted. */
  lost(error: ApiError): void;
}

async function read(listener: Listener, abort: AbortController): Promise<void> {
  let quiet = setTimeout(() => abort.abort(), silence_max_ms);
  try {
    const response = await fetch("/api/v1/events/stream",
      { headers: authorized({ Accept: "text/event-stream" }), signal: abort.signal,
        cache: "no-store" });
    if (!response.ok || !response.body) throw new ApiError(response.status, "", "");
    listener.opened();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const parser = new StreamParser();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      clearTimeout(quiet);
      quiet = setTimeout(() => abort.abort(), silence_max_ms);
      const messages = parser.push(value);
      if (messages.length > 0) listener.messages(messages);
    }
  } finally {
    clearTimeout(quiet);
  }
}

/** Listens for ever, again after every break, ever more patiently. Returns how to stop. */
export function listen(listener: Listener): () => void {
  let stopped = false;
  let abort = new AbortController();
  let wait_ms = retry_min_ms;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const attempt = async (): Promise<void> => {
    abort = new AbortController();
    let error = new ApiError(0, "", "");
    await read({ ...listener, opened: () => { wait_ms = retry_min_ms; listener.opened(); } },
      abort).catch((caught: unknown) => { if (caught instanceof ApiError) error = caught; });
    if (stopped) return;
    listener.lost(error);
    timer = setTimeout(() => void attempt(), wait_ms);
    wait_ms = Math.min(wait_ms * 2, retry_max_ms);
  };
  void attempt();

  return () => {
    stopped = true;
    clearTimeout(timer);
    abort.abort();
  };
}
