/** One message of the chat completions interface. */
export interface Message {
  readonly role: 'system' | 'user';
  readonly content: string;
}

/** A language model that can be asked. */
export interface LanguageModel {
  /** As its server knows it; for the record. */
  readonly name: string;
  /** Sends the messages and gives the text of the answer. @throws Error that says why there is none; it quotes nothing of the answer. */
  ask(messages: readonly Message[]): Promise<string>;
}
