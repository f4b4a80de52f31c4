/** Whether something is in this device's own storage; `unknown` until the browser has answered. */
export type Kept = 'yes' | 'no' | 'unknown';

/**
 * Keeps a text in a storage, or forgets it when null.
 * @returns whether the storage now says so; a browser may refuse, or have no room
 */
export function keepText(storage: () => Storage, name: string, text: string | null): Kept {
	try {
		if (text === null) storage().removeItem(name);
		else storage().setItem(name, text);
		return 'yes';
	} catch {
		return text === null ? 'yes' : 'no';
	}
}
