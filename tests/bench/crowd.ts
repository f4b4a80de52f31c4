import { SLUG } from '../harness/campaign.ts';
import type { Arrivals } from './load/arrivals.ts';
import type { Reported, ReporterCalls } from './load/reporters.ts';
import type { Return, ScreenCalls } from './load/screens.ts';
import { startRemote, type Remote } from './remote.ts';
import type { Side } from './stage.ts';

/** How long a delivery may take before it counts as lost, in milliseconds. */
const PATIENCE = 20_000;

/** A run whose figures mean nothing, because something was lost or came twice. */
export class Void extends Error {}

/** What one block came to; latencies are in milliseconds from the moment a report was due. */
export interface Block {
	acknowledged: number[];
	/** Until the last screen had it; empty without screens. */
	visible: number[];
	/** Facts times screens, and the server's processor time for them, in milliseconds. */
	delivered: number;
	cpu: number;
}

/** The people of a campaign, in processes of their own: reporters in one, screens in a few. */
export class Crowd {
	readonly #reporters: Remote<ReporterCalls>;
	readonly #screens: Remote<ScreenCalls>[];
	readonly #watching = new Map<string, number>();

	constructor(processes: number) {
		this.#reporters = startRemote(new URL('./load/reporters.ts', import.meta.url));
		this.#screens = Array.from({ length: processes }, () =>
			startRemote<ScreenCalls>(new URL('./load/screens.ts', import.meta.url))
		);
	}

	async openReporters({ set, port, reporters, dates, revision }: Side): Promise<void> {
		const options = { set, port, reporters, dates, revision, campaign: SLUG };
		await this.#reporters.ask('open', options);
	}

	async openScreens(side: Side, count: number): Promise<Return> {
		const { set, port, head } = side;
		const all = await side.screens(count);
		const share = Math.ceil(count / this.#screens.length);
		this.#watching.set(set, count);
		return slowest(
			await Promise.all(
				this.#screens.map((process, i) => {
					const auths = all.slice(i * share, (i + 1) * share);
					return process.ask('open', { set, port, auths, since: head, campaign: SLUG });
				})
			)
		);
	}

	/** Reports arrive when they are due, whatever became of those before. @throws Void */
	async block(side: Side, arrivals: Arrivals): Promise<Block> {
		const { set } = side;
		const screens = this.#watching.get(set) ?? 0;
		const watched = screens > 0 ? this.#screens : [];
		await Promise.all(watched.map((at) => at.ask('begin', { set, head: side.head })));
		const before = await side.meter.cpu();
		const reported = await this.report(side, arrivals);
		const seqs = reported.map(({ seq }) => seq);
		const parts = await Promise.all(
			watched.map((at) => at.ask('collect', { set, seqs, within: PATIENCE }))
		);
		const cpu = (await side.meter.cpu()) - before;
		const missing = parts.reduce((sum, part) => sum + part.missing, 0);
		const doubled = parts.reduce((sum, part) => sum + part.doubled, 0);
		if (missing + doubled > 0) {
			throw new Void(`${set}: ${missing} deliveries are missing, ${doubled} came twice`);
		}
		const lastOf = (seq: number) => Math.max(...parts.map(({ last }) => last[seq] ?? NaN));
		return {
			acknowledged: reported.map(({ due, answered }) => answered - due),
			visible: watched.length > 0 ? reported.map(({ due, seq }) => lastOf(seq) - due) : [],
			delivered: seqs.length * screens,
			cpu
		};
	}

	/** @throws Void when a report was refused, or two got one number */
	async report(side: Side, arrivals: Arrivals): Promise<Reported[]> {
		const reported = await this.#reporters
			.ask('run', { set: side.set, arrivals })
			.catch(({ message }: Error) => {
				throw new Void(`${side.set}: ${message.split('\n')[0]}`);
			});
		const seqs = new Set(reported.map(({ seq }) => seq));
		if (seqs.size < reported.length) throw new Void(`${side.set}: a number was given twice`);
		side.head = Math.max(side.head, ...seqs);
		return reported;
	}

	async cut({ set }: Side): Promise<void> {
		await Promise.all(this.#screens.map((process) => process.ask('cut', { set })));
	}

	/** All screens come back at once, each for what it missed. */
	async comeBack({ set, head }: Side): Promise<Return> {
		return slowest(
			await Promise.all(this.#screens.map((process) => process.ask('comeBack', { set, head })))
		);
	}

	/** Everybody of this server leaves. */
	async leave({ set }: Side): Promise<void> {
		await this.#reporters.ask('close', { set });
		if (!this.#watching.delete(set)) return;
		await Promise.all(this.#screens.map((process) => process.ask('close', { set })));
	}

	async stop(): Promise<void> {
		await Promise.all([this.#reporters, ...this.#screens].map((process) => process.stop()));
	}
}

function slowest(parts: Return[]): Return {
	return {
		milliseconds: Math.max(...parts.map(({ milliseconds }) => milliseconds)),
		bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0) / parts.length
	};
}
