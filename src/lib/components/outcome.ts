/** What became of the last command; a refusal can be tried again with the same ids. */
export interface Told {
	tone: 'done' | 'refused';
	text: string;
	retry: (() => void) | null;
}
