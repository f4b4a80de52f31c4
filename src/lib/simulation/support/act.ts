import type { CommandInput } from '#lib/protocol/commands.ts';
import type { CommandType } from '#lib/protocol/commands.ts';

/** What somebody of the simulated campaign does; its id is given when it is sent. */
export type SimulatedAct = {
	[Type in CommandType]: {
		/** User name. */
		by: string;
		type: Type;
		input: CommandInput<Type>;
	};
}[CommandType];
