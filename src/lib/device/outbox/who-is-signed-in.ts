/** Nobody is signed in: the session's time ran out, or somebody ended it (here or elsewhere). */
export type SessionOver = 'expired' | 'ended';

/** Whose session this browser holds now; 'unreachable' when the server did not say. */
export async function whoIsSignedIn(): Promise<{ username: string } | SessionOver | 'unreachable'> {
	try {
		const response = await fetch('/api/v1/session', {
			cache: 'no-store',
			signal: AbortSignal.timeout(15_000)
		});
		const said = (await response.json()) as {
			ok?: boolean;
			person?: { username?: unknown };
			error?: { code?: unknown; details?: { session?: unknown } };
		};
		if (said.ok && typeof said.person?.username === 'string') {
			return { username: said.person.username };
		}
		if (said.error?.code !== 'unauthenticated') return 'unreachable';
		return said.error.details?.session === 'expired' ? 'expired' : 'ended';
	} catch {
		return 'unreachable';
	}
}
