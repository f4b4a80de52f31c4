import type { CampaignBoard } from '#lib/campaign/board.ts';
import type { Named } from '#lib/campaign/campaign.ts';
import type { SupportRequest } from '#lib/campaign/requests/request.ts';
import type { RequestStepEntry } from '#lib/protocol/request-details.ts';

type Person = Named & { username: string };

/** Who is likely meant in a comment: those who did something about the request, then the groups' people. */
export function mentionable(
	{ groups }: Pick<CampaignBoard, 'groups'>,
	{ holder }: Pick<SupportRequest, 'holder'>,
	steps: RequestStepEntry[],
	me: string
): Person[] {
	const people = new Map<string, Person>();
	const held = groups.get(holder?.group ?? '');
	const found = [
		...steps.flatMap(({ by }) => by ?? []),
		...(held?.members ?? []),
		...[...groups.values()].flatMap(({ members }) => members)
	];
	for (const { username, name_vi, name_en } of found) {
		if (username !== me && !people.has(username))
			people.set(username, { username, name_vi, name_en });
	}
	return [...people.values()];
}
