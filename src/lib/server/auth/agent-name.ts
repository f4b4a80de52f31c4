/** The program and the system somebody signed in with, by name; null where it cannot be told. */
export interface AgentName {
	program: string | null;
	system: string | null;
}

/** The first that matches is meant: many browsers also name those they are made of. */
const PROGRAMS: [RegExp, string][] = [
	[/coc_coc_browser|CocCoc/i, 'Cốc Cốc'],
	[/Zalo/i, 'Zalo'],
	[/SamsungBrowser/i, 'Samsung Internet'],
	[/\bEdgA?\b|EdgiOS/, 'Edge'],
	[/\bOPR\b|Opera/, 'Opera'],
	[/Firefox|FxiOS/, 'Firefox'],
	[/Chrome|Chromium|CriOS/, 'Chrome'],
	[/Safari/, 'Safari']
];
const SYSTEMS: [RegExp, string][] = [
	[/iPhone/, 'iPhone'],
	[/iPad/, 'iPad'],
	[/Android/, 'Android'],
	[/Windows/, 'Windows'],
	[/Macintosh|Mac OS X/, 'macOS'],
	[/CrOS/, 'ChromeOS'],
	[/Linux/, 'Linux']
];

const nameIn = (names: [RegExp, string][], agent: string) =>
	names.find(([sign]) => sign.test(agent))?.[1] ?? null;

/** What a program that calls itself `agent` (a User-Agent header) is. */
export function agentName(agent: string): AgentName {
	const browser = /^Mozilla\//.test(agent);
	return {
		program: browser ? nameIn(PROGRAMS, agent) : null,
		system: browser ? nameIn(SYSTEMS, agent) : null
	};
}
