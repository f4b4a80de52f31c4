import {
	CategoryScale,
	Chart,
	Filler,
	LinearScale,
	LineController,
	LineElement,
	PointElement,
	Tooltip
} from 'chart.js';
import type { BurnUpDay } from '#lib/campaign/status/summary.ts';
import { formatCount, formatDay } from '../words/format.ts';

Chart.register(
	CategoryScale,
	Filler,
	LinearScale,
	LineController,
	LineElement,
	PointElement,
	Tooltip
);

/** What the lines are called, in the reader's language. */
export interface BurnUpWords {
	done: string;
	ideal: string;
}

/** A chart drawn from plain data; never give it rune proxies. */
export interface BurnUpDrawing {
	update(days: BurnUpDay[]): void;
	destroy(): void;
}

/** Draws done against the ideal line; the canvas follows the size of its parent. */
export function drawBurnUp(
	canvas: HTMLCanvasElement,
	days: BurnUpDay[],
	words: BurnUpWords
): BurnUpDrawing {
	const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
	const chart = new Chart(canvas, {
		type: 'line',
		data: {
			labels: [],
			datasets: [
				{ label: words.done, data: [], borderWidth: 2.5, fill: 'origin', order: 1 },
				{ label: words.ideal, data: [], borderWidth: 1.5, borderDash: [4, 4], order: 2 }
			]
		},
		options: {
			maintainAspectRatio: false,
			animation: calm ? false : { duration: 500 },
			interaction: { mode: 'index', intersect: false },
			elements: { point: { radius: 0, hoverRadius: 3, hitRadius: 12 }, line: { tension: 0 } },
			scales: {
				x: {
					grid: { display: false },
					border: { display: false },
					ticks: { maxTicksLimit: 6, maxRotation: 0, sampleSize: 3 } // dates are all about as long
				},
				y: {
					beginAtZero: true,
					border: { display: false },
					ticks: {
						maxTicksLimit: 4,
						includeBounds: false,
						callback: (value) => formatCount(Number(value))
					}
				}
			},
			plugins: {
				tooltip: {
					displayColors: false,
					callbacks: {
						label: ({ dataset, parsed }) => `${dataset.label}: ${formatCount(parsed.y ?? 0)}`
					}
				}
			}
		}
	});
	const paint = () => {
		colour(chart, canvas);
		chart.update('none');
	};
	const scheme = matchMedia('(prefers-color-scheme: dark)');
	scheme.addEventListener('change', paint);
	const theme = new MutationObserver(paint);
	theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
	const update = (next: BurnUpDay[]) => {
		fill(chart, next);
		chart.update();
	};
	colour(chart, canvas);
	fill(chart, days);
	chart.update('none');
	return {
		update,
		destroy() {
			scheme.removeEventListener('change', paint);
			theme.disconnect();
			chart.destroy();
		}
	};
}

/** Both lines begin at nothing on the eve of the first day. */
function fill(chart: Chart, days: BurnUpDay[]): void {
	const [done, ideal] = chart.data.datasets;
	chart.data.labels = ['', ...days.map(({ date }) => formatDay(date))];
	const top = days.reduce((most, day) => Math.max(most, day.ideal, day.done ?? 0), 1);
	const y = chart.options.scales?.['y'];
	if (y) y.max = top * 1.04;
	if (done) done.data = [0, ...days.map((day) => day.done)];
	if (ideal) {
		ideal.data = [0, ...days.map((day) => day.ideal)];
		ideal.hidden = !days.some((day) => day.ideal > 0);
	}
}

/** Chart.js knows no CSS variables: their present values are read from the page. */
function colour(chart: Chart, canvas: HTMLCanvasElement): void {
	const probe = document.createElement('span');
	canvas.parentElement?.append(probe);
	const read = (name: string) => {
		probe.style.color = `var(${name})`;
		return getComputedStyle(probe).color;
	};
	const [soft, line, accent] = [read('--ink-soft'), read('--line'), read('--accent')];
	const surface = read('--surface');
	const ink = read('--ink');
	probe.remove();
	const [done, ideal] = chart.data.datasets;
	if (done) {
		done.borderColor = accent;
		done.backgroundColor = accent.replace('rgb(', 'rgba(').replace(')', ', 0.14)');
	}
	if (ideal) ideal.borderColor = soft;
	const root = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
	const font = { family: getComputedStyle(canvas).fontFamily, size: Math.max(root * 0.82, 13) };
	for (const axis of ['x', 'y']) {
		const options = chart.options.scales?.[axis];
		if (options?.ticks) Object.assign(options.ticks, { color: soft, font });
		if (options?.grid) options.grid.color = line;
	}
	Object.assign(chart.options.plugins?.tooltip ?? {}, {
		backgroundColor: ink,
		titleColor: surface,
		bodyColor: surface,
		bodyFont: font,
		titleFont: font
	});
}
