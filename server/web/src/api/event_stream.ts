/** One message of a server-sent event stream. */
export interface StreamMessage {
  event: string;
  data: string;
  id: string | null;
}

const buffer_max = 4 * 1024 * 1024;

/**
 * Turns the text of a server-sent event stream, cut anywhere, into messages (WHATWG HTML, 9.2.6).
 * Read by hand rather than by EventSource because that can carry no token, hides the server's
 * status, and never says that the line went silent.
 */
export class StreamParser {
  private rest = "";
  private event = "";
  private data: string[] = [];
  private id: string | null = null;

  push(text: string): StreamMessage[] {
    this.rest += text;
    if (this.rest.length > buffer_max) throw new Error("event stream: a line is too long");
    const lines = this.rest.split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? "";
    const messages: StreamMessage[] = [];
    for (const line of lines) this.line(line, messages);
    return messages;
  }

  private line(line: string, messages: StreamMessage[]): void {
    if (line === "") {
      this.dispatch(messages);
      return;
    }
    const colon = line.indexOf(":");
    if (colon === 0) return;  // a comment
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") this.event = value;
    else if (field === "data") this.data.push(value);
    else if (field === "id" && !value.includes("\0")) this.id = value;
  }

  private dispatch(messages: StreamMessage[]): void {
    if (this.data.length > 0) {
      messages.push({ event: this.event || "message", data: this.data.join("\n"), id: this.id });
    }
    this.event = "";
    this.data = [];
  }
}
