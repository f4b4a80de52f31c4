import type { Boundaries } from '#lib/protocol/boundaries.ts';

const asked = new Map<string, Promise<Boundaries | null>>();

/** A campaign's map, asked for once; null when it cannot be read now. In the browser only. */
export function fetchBoundaries(campaign: string): Promise<Boundaries | null> {
	let asking = asked.get(campaign);
	if (!asking) {
		asking = fetch(`/api/v1/campaigns/${campaign}/boundaries`)
			.then(async (response) => (response.ok ? ((await response.json()) as Boundaries) : null))
			.catch(() => null);
		asked.set(campaign, asking);
		void asking.then((found) => {
			if (!found) asked.delete(campaign);
		});
	}
	return asking;
}
