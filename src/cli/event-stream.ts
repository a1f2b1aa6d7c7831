/** A message of a stream of server-sent events. */
export interface StreamMessage {
  /** What kind it is; `message` where the stream does not say. */
  readonly event: string;
  /** Where it stands in the stream; null where it has no place. */
  readonly id: string | null;
  readonly data: string;
}

/**
 * Reads messages of `text/event-stream`, however the text is cut into chunks. Comments, and a message that the stream breaks off, are left out.
 * See https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation; a message without `data:` is none.
 */
export async function* readMessages(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<StreamMessage> {
  const decoder = new TextDecoder();
  let rest = '';
  let fields = new Map<string, string>();
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    // A carriage return at the end may be half of a line end.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line !== '') {
        addField(fields, line);
        continue;
      }
      const data = fields.get('data');
      if (data !== undefined) yield { event: fields.get('event') ?? 'message', id: fields.get('id') ?? null, data };
      fields = new Map();
    }
  }
}

function addField(fields: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
  if (name === '') return;
  const before = name === 'data' ? fields.get('data') : undefined;
  fields.set(name, before === undefined ? value : `${before}\n${value}`);
}
