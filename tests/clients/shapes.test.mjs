// Every answer and every chunk has OpenAI's published shape, whichever format
// its provider speaks and whatever it leaves out.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";

import { startAll } from "./daemon.mjs";
import { check, checkStream } from "./schema.mjs";

const weather = {
  type: "function",
  function: {
    name: "weather",
    description: "The weather in a city",
    parameters: {
      type: "object",
      properties: { city: { type: "string" } },
      required: ["city"],
      additionalProperties: false,
    },
  },
};

const features = {
  text: { messages: [{ role: "user", content: "Say hello." }] },
  tools: {
    messages: [{ role: "user", content: "Please call the tool." }],
    tools: [weather],
  },
  "parallel tools": {
    messages: [{ role: "user", content: "Now call the tools in parallel." }],
    tools: [
      weather,
      { ...weather, function: { ...weather.function, name: "time" } },
    ],
  },
  reasoning: {
    messages: [{ role: "user", content: "Think about it." }],
    reasoning_effort: "low",
    max_tokens: 4000,
  },
  "an answer cut short": {
    messages: [{ role: "user", content: "Say hello." }],
    max_tokens: 2,
  },
};

const models = {
  openai: "gpt-4.1",
  anthropic: "claude-sonnet-4.5",
  google: "gemini-2.5-flash",
  deepseek: "deepseek-v3.2",
};

const quirks = {
  anthropic: [
    [],
    ["unknown_blocks", "pings", "cached_usage"],
    ["no_tool_input_deltas"],
    ["null_usage_fields"],
  ],
  google: [
    [],
    ["no_tool_id"],
    ["prompt_block"],
    ["max_tokens_without_parts"],
  ],
  openai: [
    [],
    ["no_refusal_no_logprobs", "odd_finish_reason"],
    ["missing_tool_index", "role_empty", "usage_on_last_chunk"],
    ["empty_choices_chunk"],
  ],
  deepseek: [[], ["no_refusal_no_logprobs", "cached_usage"]],
};

describe("the shape of answers", () => {
  let at;
  before(async () => (at = await startAll()));
  after(() => at?.stop());
  beforeEach(() => at.simulator.reset());

  async function ask(body) {
    const answer = await fetch(`${at.url}/v1/chat/completions`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    return { status: answer.status, text: await answer.text(), answer };
  }

  for (const [provider, model] of Object.entries(models)) {
    for (const some of quirks[provider]) {
      const named = some.length ? ` with ${some.join(", ")}` : "";
      for (const [feature, request] of Object.entries(features)) {
        it(`${provider}${named}: ${feature}`, async () => {
          await at.simulator.behave(provider, { quirks: some });
          const plain = await ask({ model, ...request });
          assert.equal(plain.status, 200, plain.text);
          assert.equal(
            plain.answer.headers.get("x-bellwether-provider"),
            provider,
          );
          check("completion", JSON.parse(plain.text));

          const streamed = await ask({
            model,
            ...request,
            stream: true,
            stream_options: { include_usage: true },
          });
          const events = streamed.text
            .split("\n\n")
            .filter((event) => event.startsWith("data: "))
            .map((event) => event.slice("data: ".length));
          assert.equal(events.pop(), "[DONE]");
          const chunks = events.map((event) => JSON.parse(event));
          checkStream(chunks);
          assert.ok(chunks.at(-1).usage, "the last chunk counts the tokens");
        });
      }
    }
  }

  for (const [what, body, status] of [
    ["broken JSON", "{", 400],
    ["no messages", JSON.stringify({ model: "gpt-4.1" }), 400],
    ["an unknown model",
      JSON.stringify({ model: "no", messages: features.text.messages }), 404],
  ]) {
    it(`an error for ${what}`, async () => {
      const answer = await fetch(`${at.url}/v1/chat/completions`, {
        method: "POST",
        body,
      });
      assert.equal(answer.status, status);
      check("error", await answer.json());
    });
  }
});
