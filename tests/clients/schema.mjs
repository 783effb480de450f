// The shapes of OpenAI's API as its schema publishes them: what must be there,
// of which type, and which words are allowed. More members may stand beside.
import assert from "node:assert/strict";

import Ajv from "ajv";

const nullable = (type) => ({ type: [type, "null"] });
const count = { type: "integer", minimum: 0 };

const finishReason = {
  enum: ["stop", "length", "tool_calls", "content_filter", "function_call"],
};

const usage = {
  type: "object",
  required: ["prompt_tokens", "completion_tokens", "total_tokens"],
  properties: {
    prompt_tokens: count,
    completion_tokens: count,
    total_tokens: count,
    prompt_tokens_details: {
      type: "object",
      properties: { cached_tokens: count, audio_tokens: count },
    },
    completion_tokens_details: {
      type: "object",
      properties: { reasoning_tokens: count, audio_tokens: count },
    },
  },
};

const toolCall = {
  type: "object",
  required: ["id", "type", "function"],
  properties: {
    id: { type: "string", minLength: 1 },
    type: { const: "function" },
    function: {
      type: "object",
      required: ["name", "arguments"],
      properties: {
        name: { type: "string", minLength: 1 },
        arguments: { type: "string" },
      },
    },
  },
};

const completion = {
  type: "object",
  required: ["id", "object", "created", "model", "choices"],
  properties: {
    id: { type: "string", minLength: 1 },
    object: { const: "chat.completion" },
    created: { type: "integer", minimum: 1 },
    model: { type: "string", minLength: 1 },
    usage,
    choices: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        required: ["index", "message", "finish_reason", "logprobs"],
        properties: {
          index: { type: "integer", minimum: 0 },
          finish_reason: finishReason,
          logprobs: nullable("object"),
          message: {
            type: "object",
            required: ["role", "content", "refusal"],
            properties: {
              role: { const: "assistant" },
              content: nullable("string"),
              refusal: nullable("string"),
              tool_calls: { type: "array", minItems: 1, items: toolCall },
            },
          },
        },
      },
    },
  },
};

const chunk = {
  type: "object",
  required: ["id", "object", "created", "model", "choices"],
  properties: {
    id: { type: "string", minLength: 1 },
    object: { const: "chat.completion.chunk" },
    created: { type: "integer", minimum: 1 },
    model: { type: "string", minLength: 1 },
    usage: { anyOf: [usage, { type: "null" }] },
    choices: {
      type: "array",
      items: {
        type: "object",
        required: ["index", "delta", "finish_reason"],
        properties: {
          index: { type: "integer", minimum: 0 },
          finish_reason: { anyOf: [finishReason, { type: "null" }] },
          logprobs: nullable("object"),
          delta: {
            type: "object",
            properties: {
              role: { const: "assistant" },
              content: nullable("string"),
              refusal: nullable("string"),
              tool_calls: {
                type: "array",
                items: {
                  type: "object",
                  required: ["index"],
                  properties: {
                    index: { type: "integer", minimum: 0 },
                    id: { type: "string" },
                    type: { const: "function" },
                    function: {
                      type: "object",
                      properties: {
                        name: { type: "string" },
                        arguments: { type: "string" },
                      },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
};

const error = {
  type: "object",
  required: ["error"],
  properties: {
    error: {
      type: "object",
      required: ["message", "type", "param", "code"],
      properties: {
        message: { type: "string", minLength: 1 },
        type: { type: "string", minLength: 1 },
        param: nullable("string"),
        code: nullable("string"),
      },
    },
  },
};

const ajv = new Ajv({ allErrors: true, strict: false });
const compiled = Object.fromEntries(
  Object.entries({ completion, chunk, error }).map(([name, schema]) => [
    name,
    ajv.compile(schema),
  ]),
);

export function check(name, value) {
  const valid = compiled[name](value);
  assert.ok(
    valid,
    `${ajv.errorsText(compiled[name].errors)} in ${JSON.stringify(value)}`,
  );
}

// All chunks of one stream: each by itself, and what they share.
export function checkStream(chunks) {
  for (const each of chunks) check("chunk", each);
  assert.equal(new Set(chunks.map((each) => each.id)).size, 1);
  assert.equal(new Set(chunks.map((each) => each.created)).size, 1);
  const finished = chunks.filter((each) => each.choices[0]?.finish_reason);
  assert.equal(finished.length, 1, "one chunk carries the finish reason");
}
