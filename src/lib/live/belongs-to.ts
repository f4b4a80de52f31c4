/** The unit that the signed-in account belongs to in a campaign now; undefined when nobody said. */
export async function belongsTo(campaign: string): Promise<string | null | undefined> {
	try {
		const response = await fetch('/api/v1/campaigns', { signal: AbortSignal.timeout(15_000) });
		const { campaigns } = (await response.json()) as {
			campaigns?: { slug: string; unit: string | null }[];
		};
		return campaigns?.find(({ slug }) => slug === campaign)?.unit;
	} catch {
		return undefined;
	}
}
