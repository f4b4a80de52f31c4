import type { RequestAct } from './request-acts.ts';
import type { RequestRow } from './request-list.ts';

/** Which dialog is open, and what it is about. */
export type Asked =
	| {
			kind: Exclude<RequestAct, 'claim' | 'start' | 'extend' | 'acknowledge' | 'group'>;
			row: RequestRow;
	  }
	| { kind: 'group'; rows: RequestRow[] }
	| { kind: 'keys' };
