// The unmodified Anthropic SDK against POST /v1/messages, over every provider.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";

import Anthropic from "@anthropic-ai/sdk";

import { startAll } from "./daemon.mjs";

const models = [
  "gpt-4.1",
  "claude-sonnet-4.5",
  "gemini-2.5-flash",
  "deepseek-v3.2",
];

const counter = {
  name: "count",
  description: "Counts something",
  input_schema: {
    type: "object",
    properties: { what: { type: "string" } },
    required: ["what"],
  },
};

describe("the Anthropic SDK", () => {
  let at;
  let anthropic;

  before(async () => {
    at = await startAll();
    anthropic = new Anthropic({
      baseURL: at.url,
      apiKey: "not-needed",
      maxRetries: 0,
    });
  });
  after(() => at?.stop());
  beforeEach(() => at.simulator.reset());

  const ask = (model, content, more = {}) => ({
    model,
    max_tokens: 1000,
    messages: [{ role: "user", content }],
    ...more,
  });

  for (const model of models) {
    it(`gets a message from ${model}`, async () => {
      const message = await anthropic.messages.create(
        ask(model, "Say hello.", { system: "Be kind." }),
      );
      assert.equal(message.type, "message");
      assert.equal(message.role, "assistant");
      assert.equal(message.stop_reason, "end_turn");
      assert.equal(message.content[0].type, "text");
      assert.match(message.content[0].text, /\S/);
      assert.ok(message.usage.input_tokens > 0);
      assert.ok(message.usage.output_tokens > 0);
    });

    it(`streams a message from ${model}`, async () => {
      const stream = anthropic.messages.stream(ask(model, "Say hello."));
      let text = "";
      stream.on("text", (delta) => (text += delta));
      const message = await stream.finalMessage();
      assert.equal(message.content[0].text, text);
      assert.equal(message.stop_reason, "end_turn");
      assert.ok(message.usage.output_tokens > 0);
      const plain = await anthropic.messages.create(ask(model, "Say hello."));
      assert.equal(plain.content[0].text, text);
    });

    it(`lets ${model} call a tool until it is done`, async () => {
      const messages = [
        { role: "user", content: "Please call the tool 3 times." },
      ];
      let message;
      for (let turn = 0; turn < 4; ++turn) {
        message = await anthropic.messages
          .stream({ model, max_tokens: 1000, tools: [counter], messages })
          .finalMessage();
        messages.push({ role: "assistant", content: message.content });
        if (message.stop_reason !== "tool_use") break;
        messages.push({
          role: "user",
          content: message.content
            .filter((block) => block.type === "tool_use")
            .map((block) => {
              assert.equal(typeof block.input.what, "string");
              return {
                type: "tool_result",
                tool_use_id: block.id,
                content: String(10 * (turn + 1)),
              };
            }),
        });
      }
      assert.equal(message.stop_reason, "end_turn");
      const said = message.content.find((block) => block.type === "text").text;
      assert.match(said, /10; 20; 30/);
      assert.match(said, /The sum is 60\./);
    });
  }

  it("has thinking blocks with their signatures", async () => {
    const message = await anthropic.messages
      .stream(
        ask("claude-sonnet-4.5", "Think about it.", {
          max_tokens: 4000,
          thinking: { type: "enabled", budget_tokens: 1024 },
        }),
      )
      .finalMessage();
    assert.equal(message.content[0].type, "thinking");
    assert.match(message.content[0].signature, /\S/);
    assert.equal(message.content.at(-1).type, "text");
  });

  it("keeps its prompt cache", async () => {
    const cached = [
      {
        type: "text",
        text: "A long text.",
        cache_control: { type: "ephemeral" },
      },
    ];
    await anthropic.messages.create(
      ask("claude-sonnet-4.5", "Hello", { system: cached }),
    );
    const [request] = await at.simulator.journal();
    assert.equal(request.path, "/v1/messages");
    assert.deepEqual(JSON.parse(request.body).system, cached);
  });

  it("throws the SDK's own errors", async () => {
    await assert.rejects(
      anthropic.messages.create(ask("no-such-model", "Hello")),
      Anthropic.NotFoundError,
    );
    await assert.rejects(
      anthropic.messages.create({ model: "gpt-4.1", messages: [] }),
      Anthropic.BadRequestError,
    );
    await at.simulator.behaveAll({ fault: { kind: "rate_limit" } });
    await assert.rejects(
      anthropic.messages.create(ask("auto", "Hello")),
      Anthropic.RateLimitError,
    );
  });

  it("sees a stream that breaks as an error", async () => {
    await at.simulator.behave("openai", {
      fault: { kind: "cut", after: 3 },
      chunk_interval_ms: 30,
    });
    const stream = anthropic.messages.stream(ask("gpt-4.1", "Say hello."));
    await assert.rejects(stream.finalMessage(), /failed in the middle/);
  });
});
