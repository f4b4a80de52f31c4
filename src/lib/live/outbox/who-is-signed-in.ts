/** Whose session this browser holds now: null for nobody's, 'unreachable' when the server did not say. */
export async function whoIsSignedIn(): Promise<{ username: string } | null | 'unreachable'> {
	try {
		const response = await fetch('/api/v1/session', {
			cache: 'no-store',
			signal: AbortSignal.timeout(15_000)
		});
		const said = (await response.json()) as {
			ok?: boolean;
			person?: { username?: unknown };
			error?: { code?: unknown };
		};
		if (said.ok && typeof said.person?.username === 'string') {
			return { username: said.person.username };
		}
		return said.error?.code === 'unauthenticated' ? null : 'unreachable';
	} catch {
		return 'unreachable';
	}
}
