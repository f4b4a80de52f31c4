import { forgetRequests } from './kept-requests.ts';
import { forgetSnapshots } from './kept-snapshot.ts';
import { forgetPages } from './pages-cache.ts';

const KEY = 'tien-do account';

/** Forgets what this device shows without a network. The outbox is not touched. */
export async function forgetShown(): Promise<void> {
	await Promise.all([forgetPages().catch(() => {}), forgetSnapshots(), forgetRequests()]);
}

/** Notes who uses this device now; what it kept to show to somebody else is forgotten. */
export async function enterDevice(account: string): Promise<void> {
	try {
		const before = localStorage.getItem(KEY);
		localStorage.setItem(KEY, account);
		if (before !== null && before !== account) await forgetShown();
	} catch {
		// storage refused: nothing is kept to show either
	}
}

/** Nobody uses this device any more: all that it shows is forgotten, what waits to be sent is not. */
export async function leaveDevice(): Promise<void> {
	try {
		localStorage.removeItem(KEY);
	} catch {
		// storage refused
	}
	await forgetShown();
}

/** Whether somebody left this device, or another came, since this account entered it. */
export function hasLeft(account: string): boolean {
	try {
		return localStorage.getItem(KEY) !== account;
	} catch {
		return false; // storage refused: the server says
	}
}

/** Calls back when somebody else signs in in another tab. @returns how to stop */
export function onOtherAccount(account: string, listener: () => void): () => void {
	const hear = ({ key, newValue }: StorageEvent) => {
		if (key === KEY && newValue !== null && newValue !== account) listener();
	};
	addEventListener('storage', hear);
	return () => removeEventListener('storage', hear);
}
