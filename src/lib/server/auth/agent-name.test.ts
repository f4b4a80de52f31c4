import { expect, test } from 'vitest';
import { agentName } from './agent-name.ts';

const webkit = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
const blink = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const windows = `Mozilla/5.0 (Windows NT 10.0; Win64; x64)`;

test.each<[string, string | null, string | null]>([
	[`${windows} ${blink} Chrome/142.0.0.0 Safari/537.36`, 'Chrome', 'Windows'],
	[`${windows} ${blink} Chrome/142.0.0.0 Safari/537.36 Edg/142.0`, 'Edge', 'Windows'],
	[`${windows} ${blink} coc_coc_browser/130.0 Chrome/130.0 Safari/537.36`, 'Cốc Cốc', 'Windows'],
	['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox', 'Linux'],
	[
		`Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) ${webkit} Version/18.5 Mobile/15E148 Safari/604.1`,
		'Safari',
		'iPhone'
	],
	[
		`Mozilla/5.0 (Linux; Android 14; SM-A155F) ${blink} SamsungBrowser/27.0 Chrome/125.0 Mobile Safari/537.36`,
		'Samsung Internet',
		'Android'
	],
	['Mozilla/5.0 (something new)', null, null],
	['curl/8.5.0', null, null],
	['', null, null]
])('%s', (agent, program, system) => {
	expect(agentName(agent)).toEqual({ program, system });
});
