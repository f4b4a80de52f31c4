/**
 * Says that what a thread of notices is about was opened, from whatever list, link or message: the inbox does
 * not ask for it again. Nothing is lost when it fails; the next notice or visit says it anew.
 * @param campaign slug
 */
export async function markOpened(campaign: string, thread: string): Promise<void> {
	await fetch(`/api/v1/campaigns/${campaign}/notices/read`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ threads: [thread] })
	}).catch(() => undefined);
}

/** Does something now, or once the page is looked at. @returns how to give up waiting */
export function onceSeen(work: () => void): () => void {
	if (document.visibilityState === 'visible') {
		work();
		return () => undefined;
	}
	const look = () => document.visibilityState === 'visible' && (stop(), work());
	const stop = () => document.removeEventListener('visibilitychange', look);
	document.addEventListener('visibilitychange', look);
	return stop;
}
