import assert from "node:assert/strict";
import { test } from "node:test";
import { StreamParser } from "../../server/web/src/api/event_stream";

const text = "retry: 2000\n\n: a comment\nid: 7\nevent: incident\ndata: {\"a\":1}\n\n"
  + "event: heartbeat\r\ndata: {}\r\n\r\ndata: one\ndata: two\n\n";
const messages = [
  { event: "incident", data: "{\"a\":1}", id: "7" },
  { event: "heartbeat", data: "{}", id: "7" },
  { event: "message", data: "one\ntwo", id: "7" },
];

test("event stream: fields, comments, line ends of three kinds", () => {
  assert.deepEqual(new StreamParser().push(text), messages);
});

test("event stream: cut anywhere, it says the same", () => {
  for (let cut = 0; cut <= text.length; cut += 1) {
    const parser = new StreamParser();
    assert.deepEqual([...parser.push(text.slice(0, cut)), ...parser.push(text.slice(cut))],
      messages, `cut at ${cut}`);
  }
});

test("event stream: letter by letter, it says the same", () => {
  const parser = new StreamParser();
  assert.deepEqual([...text].flatMap((letter) => parser.push(letter)), messages);
});

test("event stream: an event without data is none", () => {
  assert.deepEqual(new StreamParser().push("event: incident\nid: 3\n\n"), []);
});

test("event stream: a line without end is refused at its bound", () => {
  const parser = new StreamParser();
  const half = "x".repeat(2 * 1024 * 1024);
  parser.push(half);
  parser.push(half);
  assert.throws(() => parser.push("x"), /too long/);
});
