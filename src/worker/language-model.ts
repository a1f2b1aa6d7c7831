import { z } from 'zod';
import type { LanguageModel } from '../contract/language-model.ts';

export interface LanguageModelSettings {
  /** Up to and without `/chat/completions`, such as `http://127.0.0.1:11434/v1`. */
  readonly url: string;
  readonly name: string;
  readonly apiKey: string | undefined;
}

/** An answer that takes longer is not waited for: a migration goes on without it. */
const patienceMs = 60_000;

const completion = z.object({ choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1) });

/** One that speaks the chat completions interface. https://platform.openai.com/docs/api-reference/chat */
export function connectLanguageModel({ url, name, apiKey }: LanguageModelSettings): LanguageModel {
  return {
    name,
    ask: async (messages) => {
      const response = await fetch(`${url.replace(/\/$/, '')}/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}) },
        body: JSON.stringify({ model: name, messages, temperature: 0, response_format: { type: 'json_object' } }),
        signal: AbortSignal.timeout(patienceMs),
        redirect: 'error',
      });
      if (!response.ok) throw new Error(`The language model answered with status ${response.status}.`);
      const answer = completion.safeParse(await response.json());
      if (!answer.success) throw new Error('The language model gave no answer of the chat completions interface.');
      return answer.data.choices[0]?.message.content ?? '';
    },
  };
}
