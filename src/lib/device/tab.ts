import { newCommandId } from '#lib/live/command-id.ts';

const KEY = 'tien-do tab';
const lockOf = (id: string) => `tien-do tab ${id}`;

let own: Promise<string> | null = null;

/**
 * This tab's name, the same after a reload. Held by a lock for as long as the page lives: by it others
 * know whether somebody is still typing there, and a duplicated tab notices that it needs its own.
 */
export function ownTab(): Promise<string> {
	return (own ??= takeName());
}

async function takeName(): Promise<string> {
	const kept = read();
	if (kept && (await hold(kept))) return kept;
	// After a reload the page before this one may be letting go just now.
	await new Promise((resolve) => setTimeout(resolve, kept ? 150 : 0));
	if (kept && (await hold(kept))) return kept;
	const name = newCommandId();
	await hold(name);
	try {
		sessionStorage.setItem(KEY, name);
	} catch {
		// refused: a reload gets a new name
	}
	return name;
}

function read(): string | null {
	try {
		return sessionStorage.getItem(KEY);
	} catch {
		return null;
	}
}

function hold(name: string): Promise<boolean> {
	const { locks } = navigator as Partial<Navigator>;
	if (!locks) return Promise.resolve(true);
	return new Promise((resolve) => {
		locks
			.request(lockOf(name), { ifAvailable: true }, (lock) => {
				resolve(lock !== null);
				return lock && new Promise<void>(() => {}); // until the page is gone
			})
			.catch(() => resolve(true));
	});
}

/** Whether the tab of that name is open now; false where the browser cannot tell. */
export async function isTabOpen(): Promise<(name: string) => boolean> {
	const { locks } = navigator as Partial<Navigator>;
	const held = (await locks?.query().catch(() => undefined))?.held ?? [];
	const open = new Set(held.map(({ name }) => name));
	return (name) => open.has(lockOf(name));
}
