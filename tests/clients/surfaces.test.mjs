// The unmodified OpenAI client against the other endpoints: Responses,
// embeddings and legacy completions.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";

import OpenAI from "openai";

import { client, startAll } from "./daemon.mjs";

const models = [
  "gpt-4.1",
  "claude-sonnet-4.5",
  "gemini-2.5-flash",
  "deepseek-v3.2",
];

const counter = {
  type: "function",
  name: "count",
  description: "Counts something",
  strict: false,
  parameters: {
    type: "object",
    properties: { what: { type: "string" } },
    required: ["what"],
  },
};

describe("the OpenAI client at other endpoints", () => {
  let at;
  let openai;

  before(async () => {
    at = await startAll();
    openai = client(at.url, { maxRetries: 0 });
  });
  after(() => at?.stop());
  beforeEach(() => at.simulator.reset());

  for (const model of models) {
    it(`gets a response from ${model}, streamed or not`, async () => {
      const request = {
        model,
        instructions: "Be kind.",
        input: "Say hello.",
      };
      const plain = await openai.responses.create(request);
      assert.equal(plain.status, "completed");
      assert.match(plain.output_text, /\S/);
      assert.ok(plain.usage.total_tokens > 0);
      const stream = openai.responses.stream(request);
      let text = "";
      stream.on("response.output_text.delta", (event) => (text += event.delta));
      const streamed = await stream.finalResponse();
      assert.equal(streamed.output_text, plain.output_text);
      assert.equal(text, plain.output_text);
    });

    it(`lets ${model} call tools through Responses`, async () => {
      const input = [
        { role: "user", content: "Please call the tool 2 times." },
      ];
      let response;
      for (let turn = 1; turn <= 3; ++turn) {
        response = await openai.responses
          .stream({ model, input, tools: [counter], store: false })
          .finalResponse();
        const calls = response.output.filter(
          (item) => item.type === "function_call",
        );
        if (calls.length === 0) break;
        input.push(...response.output);
        for (const call of calls) {
          assert.equal(typeof JSON.parse(call.arguments).what, "string");
          input.push({
            type: "function_call_output",
            call_id: call.call_id,
            output: String(turn),
          });
        }
      }
      assert.match(response.output_text, /The sum is 3\./);
    });

    it(`gets a legacy completion from ${model}`, async () => {
      const request = { model, prompt: "Say hello.", max_tokens: 500 };
      const plain = await openai.completions.create(request);
      assert.match(plain.choices[0].text, /\S/);
      let text = "";
      const stream = await openai.completions.create({
        ...request,
        stream: true,
      });
      for await (const chunk of stream) text += chunk.choices[0]?.text ?? "";
      assert.equal(text, plain.choices[0].text);
    });
  }

  it("has stateful Responses refused with a remedy", async () => {
    await assert.rejects(
      openai.responses.create({
        model: "gpt-4.1",
        input: "Hello",
        previous_response_id: "resp_1",
      }),
      (error) => {
        assert.ok(error instanceof OpenAI.BadRequestError);
        assert.equal(error.param, "previous_response_id");
        assert.match(error.message, /input/);
        return true;
      },
    );
  });

  for (const quirks of [[], ["float_embeddings_always"]]) {
    for (const provider of ["openai", "google"]) {
      it(`gets vectors from ${provider} (${quirks})`, async () => {
        await at.simulator.behave(provider, { quirks });
        if (provider === "google") {
          await at.simulator.behave("openai", { fault: "reset" });
        }
        // The client asks for base64 by itself and decodes it.
        const { data, response } = await openai.embeddings
          .create({ model: "vectors", input: ["one", "two"] })
          .withResponse();
        assert.equal(response.headers.get("x-bellwether-provider"), provider);
        assert.equal(data.data.length, 2);
        assert.ok(data.data[1].embedding.length > 0);
        const numbers = await openai.embeddings.create({
          model: "vectors",
          input: ["one", "two"],
          encoding_format: "float",
        });
        data.data[1].embedding.forEach((value, index) => {
          const other = numbers.data[1].embedding[index];
          assert.ok(Math.abs(value - other) < 1e-6);
        });
      });
    }
  }
});
