import type { CommandAnswer } from '#lib/protocol/commands.ts';
import { SLUG } from '../harness/campaign.ts';

/** Sends a command by HTTP. @throws when no answer comes */
export async function sendByHttp(
	url: string,
	token: string,
	command: { id: string; type: string; input: unknown },
	within = 10_000
): Promise<CommandAnswer> {
	const response = await fetch(`${url}/api/v1/campaigns/${SLUG}/commands`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
		body: JSON.stringify(command),
		signal: AbortSignal.timeout(within)
	});
	return (await response.json()) as CommandAnswer;
}
