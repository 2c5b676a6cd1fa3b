"use client";

import { useTexts } from "../provider.js";
import type { DayOfLogins } from "../data/pending.js";
import { Table } from "./list.js";

const SERIES = ["admitted", "waiting", "denied", "refused"] as const;
const HEIGHT = 120;
const STEP = 20;
const BAR = 14;

/** The heights of one day's parts, from below, in the units of the picture. */
export function stacked(
  day: DayOfLogins,
  most: number,
): readonly { readonly series: string; readonly y: number; readonly height: number }[] {
  let top = HEIGHT;
  return SERIES.map((series) => {
    const height = most === 0 ? 0 : (day[series] / most) * HEIGHT;
    top -= height;
    return { series, y: top, height };
  });
}

const totalOf = (day: DayOfLogins) => SERIES.reduce((sum, series) => sum + day[series], 0);

/** Logins per day as stacked bars, next to the same numbers as a table. */
export function LoginChart({ days }: { readonly days: readonly DayOfLogins[] }) {
  const { overview } = useTexts().records;
  const most = Math.max(0, ...days.map(totalOf));
  const width = Math.max(1, days.length) * STEP;
  return (
    <figure className="cora-chart">
      <figcaption>
        <ul className="cora-legend">
          {SERIES.map((series) => (
            <li key={series} className={`cora-series-${series}`}>
              {overview[series]}
            </li>
          ))}
        </ul>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
        {days.map((day, at) => (
          <g key={day.day}>
            {stacked(day, most).map(({ height, series, y }) => (
              <rect
                key={series}
                className={`cora-series-${series}`}
                x={at * STEP + (STEP - BAR) / 2}
                y={y}
                width={BAR}
                height={height}
              />
            ))}
          </g>
        ))}
      </svg>
      <details className="cora-fold">
        <summary>{overview.logins}</summary>
        <Table
          caption={overview.logins}
          rows={days}
          keyOf={({ day }) => day}
          columns={[
            { id: "day", header: overview.day, cell: ({ day }) => day },
            ...SERIES.map((series) => ({
              id: series,
              header: overview[series],
              cell: (day: DayOfLogins) => String(day[series]),
            })),
            { id: "total", header: overview.total, cell: (day) => String(totalOf(day)) },
          ]}
        />
      </details>
    </figure>
  );
}
