import { isDatabaseAway } from '../problem.ts';

/**
 * What the database answers; while it is away, what memory has. One known to be away is not waited for.
 * @param live whether the process hears its database
 * @throws what the database threw, when memory has nothing either
 */
export async function askOrRecall<T>(
	live: boolean,
	ask: () => Promise<T>,
	recall: () => T | undefined
): Promise<T> {
	const known = live ? undefined : recall();
	if (known !== undefined) return known;
	try {
		return await ask();
	} catch (error) {
		const recalled = isDatabaseAway(error) ? recall() : undefined;
		if (recalled === undefined) throw error;
		return recalled;
	}
}
