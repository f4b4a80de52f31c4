import { USERNAME } from './sign-in.ts';

/**
 * The user name of each reporting place's focal point, by the place's code: a prefix and the code in small letters,
 * 'commune-19330', as signing in reads it.
 * @throws in a sentence that names the codes which make no user name, or two of the same
 */
export function placeUsernames(prefix: string, codes: readonly string[]): Map<string, string> {
	const names = new Map(codes.map((code) => [code, `${prefix}-${code}`.toLowerCase()]));
	const unfit = codes.filter((code) => !USERNAME.test(names.get(code) ?? ''));
	const taken = new Map<string, string>();
	for (const [code, name] of names) {
		const other = taken.get(name);
		if (other !== undefined) unfit.push(`${other} and ${code}`);
		taken.set(name, code);
	}
	if (unfit.length === 0) return names;
	throw new Error(
		`These codes make no user name of their own: ${unfit.join(', ')}. Make those accounts one by one, with --username.`
	);
}
