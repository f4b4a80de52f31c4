import { command } from '../commands/command.ts';
import { Problem } from '../problem.ts';
import { accessRequest, rolesFor } from './access-request.ts';
import { held, stepped } from './results.ts';
import { takeStep } from './take-step.ts';

const DAY = 86_400_000;
/** A request waits at most this long before its holder says more. */
const LONGEST_WAIT = 7 * DAY;

export const startRequest = command('request.start', rolesFor('start'), async (context, input) => {
	const { row, ...access } = await accessRequest(context, input.request, 'start');
	return held(await takeStep(context, row, { step: 'start', ...access }));
});

/** The holder keeps it: the lease begins anew. */
export const extendRequest = command(
	'request.extend',
	rolesFor('extend'),
	async (context, input) => {
		const { row, ...access } = await accessRequest(context, input.request, 'extend');
		return held(await takeStep(context, row, { step: 'extend', ...access }));
	}
);

/** The holder can do nothing before `until`; the claim lasts at least that long. */
export const waitRequest = command('request.wait', rolesFor('wait'), async (context, input) => {
	const { now } = context;
	const until = new Date(input.until);
	if (until <= now || until.getTime() > now.getTime() + LONGEST_WAIT) {
		throw new Problem('invalid', 'wait_too_long', { days: LONGEST_WAIT / DAY }, 'until');
	}
	const { row, ...access } = await accessRequest(context, input.request, 'wait');
	const taken = await takeStep(context, row, {
		...{ step: 'wait', ...access, text: input.reason, details: { until: until.toISOString() } },
		change: { waiting_until: until }
	});
	return held(taken);
});

export const releaseRequest = command(
	'request.release',
	rolesFor('release'),
	async (context, input) => {
		const { row, ...access } = await accessRequest(context, input.request, 'release');
		const details = { from: { group: row.group_code, person: row.holder } };
		const release = { step: 'release', ...access, text: input.reason, details } as const;
		return stepped(await takeStep(context, row, release));
	}
);

/** Somebody else would rather have it: the holder is asked, and decides. */
export const askRelease = command(
	'request.ask_release',
	rolesFor('ask_release'),
	async (context, input) => {
		const { actor, now } = context;
		const { row, ...access } = await accessRequest(context, input.request, 'ask_release');
		const asked = { release_asked_by: actor.account_id, release_asked_at: now };
		const ask = { step: 'ask_release', ...access, text: input.reason, change: asked } as const;
		return stepped(await takeStep(context, row, ask));
	}
);
